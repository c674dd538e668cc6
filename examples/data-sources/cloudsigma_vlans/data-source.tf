data "cloudsigma_vlans" "all" {
  provider = occi
}

output "vlans_by_name" {
  value = { for vlan in data.cloudsigma_vlans.all.vlans : vlan.name => vlan.uuid... }
}
