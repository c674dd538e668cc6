# For ooi.

resource "occi_floating_ip" "web" {}

resource "occi_compute" "web" {
  title             = "web"
  os_template       = "cirros-0.6.2"
  resource_template = "m1.tiny"
}

resource "occi_floating_ip_association" "web" {
  floating_ip_id = occi_floating_ip.web.id
  compute_id     = occi_compute.web.id
}
