resource "cloudsigma_firewall_policy" "web" {
  provider = occi

  name = "web"

  # The first rule that matches decides.
  rules = [
    {
      action    = "accept"
      direction = "in"
      ip_proto  = "tcp"
      dst_port  = "443"
      comment   = "HTTPS from everywhere"
    },
    {
      action    = "accept"
      direction = "in"
      ip_proto  = "tcp"
      src_ip    = "192.0.2.0/24"
      dst_port  = "22"
      comment   = "SSH from the office"
    },
    # CloudSigma does not document what becomes of what no rule matches.
    {
      action    = "drop"
      direction = "in"
    },
  ]
}
