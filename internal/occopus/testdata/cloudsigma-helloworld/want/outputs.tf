output "hello" {
  description = "Address of the node hello."
  value       = cloudsigma_server.hello.ipv4_address
}
