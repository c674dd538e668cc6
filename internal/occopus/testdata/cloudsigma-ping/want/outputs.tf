output "ping_receiver" {
  description = "Address of the node ping-receiver."
  value       = cloudsigma_server.ping_receiver.ipv4_address
}

output "ping_sender" {
  description = "Address of the node ping-sender."
  value       = cloudsigma_server.ping_sender.ipv4_address
}
