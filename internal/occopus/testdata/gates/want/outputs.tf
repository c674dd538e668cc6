output "database" {
  description = "Address of the node database."
  value       = occi_compute.database.addresses[0]
}

output "application" {
  description = "Address of the node application."
  value       = occi_compute.application.addresses[0]
}
