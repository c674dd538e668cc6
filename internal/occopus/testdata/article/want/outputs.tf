output "server" {
  description = "Address of the node server."
  value       = cloudsigma_server.server.ipv4_address
}
