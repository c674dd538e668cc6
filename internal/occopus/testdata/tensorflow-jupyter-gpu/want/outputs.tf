output "tensorflow" {
  description = "Address of the node tensorflow."
  value       = occi_floating_ip.tensorflow.address
}
