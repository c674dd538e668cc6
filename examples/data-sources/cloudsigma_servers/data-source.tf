variable "vnc_password" {
  type      = string
  sensitive = true
}

resource "cloudsigma_server" "web" {
  provider = occi

  count        = 2
  name         = "web-${count.index}"
  cpu          = 2000
  memory       = 2 * 1024 * 1024 * 1024
  vnc_password = var.vnc_password
}

# The running ones; filter compares other fields.
data "cloudsigma_servers" "web" {
  provider = occi

  name_regex = "^web-"
  status     = "running"

  filter {
    name   = "cpu_type"
    values = ["amd", "intel"]
  }

  depends_on = [cloudsigma_server.web]
}

output "web_addresses" {
  value = [for server in data.cloudsigma_servers.web.servers : server.ipv4_address]
}
