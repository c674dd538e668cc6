output "dataavenue" {
  description = "Address of the node dataavenue."
  value       = occi_compute.dataavenue.addresses[0]
}

output "storage" {
  description = "Addresses of the instances of the node storage."
  value       = occi_compute.storage[*].addresses[0]
}
