data "occi_resource_template" "itsy" {
  term = "itsy"
}

resource "occi_compute" "web" {
  title             = "web"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = data.occi_resource_template.itsy.id
}
