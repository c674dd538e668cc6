output "kubernetes_master" {
  description = "Address of the node kubernetes-master."
  value       = occi_compute.kubernetes_master.addresses[0]
}

output "kubernetes_slave" {
  description = "Addresses of the instances of the node kubernetes-slave."
  value       = occi_compute.kubernetes_slave[*].addresses[0]
}
