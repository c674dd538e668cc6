output "jupyter_server" {
  description = "Address of the node jupyter-server."
  value       = occi_floating_ip.jupyter_server.address
}
