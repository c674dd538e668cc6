data "occi_network" "admin" {
  id = "/network/admin"
}

output "range" {
  value = data.occi_network.admin.address
}
