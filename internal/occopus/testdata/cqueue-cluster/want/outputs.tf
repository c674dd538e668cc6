output "master" {
  description = "Address of the node master."
  value       = occi_floating_ip.master.address
}

output "worker" {
  description = "Addresses of the instances of the node worker."
  value       = occi_compute.worker[*].addresses[0]
}
