data "occi_os_templates" "cirros" {
  title_regex = "^cirros"
}

resource "occi_compute" "web" {
  title             = "web"
  os_template       = data.occi_os_templates.cirros.templates[0].id
  resource_template = "itsy"
}
