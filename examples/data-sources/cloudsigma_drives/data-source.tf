# All drives of the account that begin with "web-" and are on a server.
data "cloudsigma_drives" "web" {
  provider = occi

  name_regex = "^web-"

  filter {
    name   = "status"
    values = ["mounted"]
  }
}

output "bytes_of_web" {
  value = sum(concat([0], data.cloudsigma_drives.web.drives[*].size))
}
