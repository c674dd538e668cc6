output "hello" {
  description = "Address of the node hello."
  value       = occi_floating_ip.hello.address
}
