variable "vnc_password" {
  type      = string
  sensitive = true
}

# The resource of the server has no network blocks. It gets one public interface.
resource "cloudsigma_server" "web" {
  provider = occi

  name         = "web"
  cpu          = 2000
  memory       = 2 * 1024 * 1024 * 1024
  vnc_password = var.vnc_password
}

resource "cloudsigma_firewall_policy" "web" {
  provider = occi

  name = "web"

  rules = [
    { action = "accept", direction = "in", ip_proto = "tcp", dst_port = "443" },
    { action = "drop", direction = "in" },
  ]
}

resource "cloudsigma_firewall_policy_attachment" "web" {
  provider = occi

  server_uuid          = cloudsigma_server.web.id
  nic_index            = 0
  firewall_policy_uuid = cloudsigma_firewall_policy.web.id
}
