resource "cloudsigma_firewall_policy" "web" {
  provider = occi

  name  = "web"
  rules = [{ action = "accept", direction = "in", ip_proto = "tcp", dst_port = "443" }]
}

data "cloudsigma_firewall_policy" "web" {
  provider = occi

  name       = "web"
  depends_on = [cloudsigma_firewall_policy.web]
}

output "open_ports" {
  value = [for rule in data.cloudsigma_firewall_policy.web.rules : rule.dst_port if rule.action == "accept"]
}
