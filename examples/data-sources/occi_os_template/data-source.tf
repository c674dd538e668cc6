# By title; term and title_regex select as well. Exactly one template must match.
data "occi_os_template" "cirros" {
  title = "cirros-0.3.0-x86_64-uec"
}

resource "occi_compute" "web" {
  title             = "web"
  os_template       = data.occi_os_template.cirros.id
  resource_template = "itsy"
}
