# For servers of OCCI 1.2.

resource "occi_compute" "web" {
  title             = "web"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

resource "occi_entity" "web" {
  kind  = "http://schemas.ogf.org/occi/infrastructure#securitygroup"
  title = "web"

  attributes = {
    "occi.securitygroup.rules" = jsonencode([{ type = "inbound", protocol = "tcp", port = "443", range = "0.0.0.0/0" }])
  }
}

resource "occi_link" "web" {
  kind      = "http://schemas.ogf.org/occi/infrastructure#securitygrouplink"
  source_id = occi_compute.web.id
  target_id = occi_entity.web.id
}
