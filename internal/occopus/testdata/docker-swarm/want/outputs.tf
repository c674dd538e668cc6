output "master" {
  description = "Address of the node master."
  value       = cloudsigma_server.master.ipv4_address
}

output "worker" {
  description = "Addresses of the instances of the node worker."
  value       = cloudsigma_server.worker[*].ipv4_address
}
