# What another tool has to send as the meta of a server.
output "meta" {
  value = provider::occi::cloudsigma_meta("#cloud-config\npackages: [nginx]\n", { role = "web" })
}
