output "web_addresses" {
  description = "The addresses of the OCCI machine with the volume."
  value       = occi_compute.web.addresses
}

output "bastion_addresses" {
  description = "The addresses of the OCCI machine that is secured by the group."
  value       = occi_compute.bastion.addresses
}

output "volume" {
  description = "The volume and where it is linked."
  value       = "${occi_storage.data.id} at ${occi_storage_link.data.device_id}"
}

output "database_address" {
  description = "The address of the CloudSigma server."
  value       = cloudsigma_server.database.ipv4_address
}
