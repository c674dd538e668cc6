output "base" {
  description = "Addresses of the instances of the node base."
  value       = occi_compute.base[*].addresses[0]
}

output "web_front" {
  description = "Address of the node web-front."
  value       = occi_compute.web_front.addresses[0]
}

output "old" {
  description = "Address of the node old."
  value       = occi_compute.old.addresses[0]
}
