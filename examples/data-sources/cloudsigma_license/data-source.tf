data "cloudsigma_license" "windows" {
  provider = occi

  filter {
    name   = "long_name"
    values = ["Windows Server"]
  }
}

output "name" {
  value = data.cloudsigma_license.windows.name
}
