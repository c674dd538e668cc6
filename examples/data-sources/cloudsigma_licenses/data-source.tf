data "cloudsigma_licenses" "all" {
  provider = occi
}

output "names" {
  value = { for license in data.cloudsigma_licenses.all.licenses : license.name => license.long_name }
}
