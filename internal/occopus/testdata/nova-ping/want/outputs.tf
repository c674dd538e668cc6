output "ping_receiver" {
  description = "Address of the node ping-receiver."
  value       = occi_floating_ip_association.ping_receiver.address
}

output "ping_sender" {
  description = "Address of the node ping-sender."
  value       = occi_floating_ip_association.ping_sender.address
}
