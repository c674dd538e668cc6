output "database" {
  description = "Address of the node database."
  value       = cloudsigma_server.database.ipv4_address
}

output "application" {
  description = "Address of the node application."
  value       = cloudsigma_server.application.ipv4_address
}
