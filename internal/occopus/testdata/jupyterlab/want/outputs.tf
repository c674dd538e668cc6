output "jupyterlab" {
  description = "Address of the node jupyterlab."
  value       = occi_floating_ip.jupyterlab.address
}
