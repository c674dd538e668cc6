variable "vnc_password" {
  type      = string
  sensitive = true
}

resource "cloudsigma_server" "web" {
  provider = occi

  name         = "web"
  cpu          = 2000
  memory       = 2 * 1024 * 1024 * 1024
  vnc_password = var.vnc_password
}

# A server by its name; uuid names one too.
data "cloudsigma_server" "web" {
  provider = occi

  name       = "web"
  depends_on = [cloudsigma_server.web]
}

output "web_address" {
  value = data.cloudsigma_server.web.ipv4_address
}
