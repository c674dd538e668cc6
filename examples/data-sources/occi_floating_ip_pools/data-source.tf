data "occi_floating_ip_pools" "all" {}

output "pools" {
  value = data.occi_floating_ip_pools.all.pools[*].term
}
