data "cloudsigma_ssh_keys" "all" {
  provider = occi
}

output "names" {
  value = data.cloudsigma_ssh_keys.all.ssh_keys[*].name
}
