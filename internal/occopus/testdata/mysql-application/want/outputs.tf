output "mysql" {
  description = "Address of the node mysql."
  value       = occi_compute.mysql.addresses[0]
}

output "app" {
  description = "Address of the node app."
  value       = occi_compute.app.addresses[0]
}
