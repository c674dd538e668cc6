variable "vnc_password" {
  type      = string
  sensitive = true
}

resource "cloudsigma_server" "web" {
  provider = occi

  name         = "web"
  cpu          = 1000
  memory       = 512 * 1024 * 1024
  vnc_password = var.vnc_password

  network {
    type = "dhcp"
  }
}

data "cloudsigma_server_context" "web" {
  provider = occi

  uuid = cloudsigma_server.web.id
}

output "mac" {
  value = jsondecode(data.cloudsigma_server_context.web.context).nics[0].mac
}
