data "occi_networks" "all" {}

output "ranges" {
  value = { for network in data.occi_networks.all.networks : network.id => network.address }
}
