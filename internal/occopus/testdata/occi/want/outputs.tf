output "storage" {
  description = "Address of the node storage."
  value       = occi_compute.storage.addresses[0]
}

output "client" {
  description = "Address of the node client."
  value       = occi_compute.client.addresses[0]
}
