resource "occi_compute" "web" {
  hostname          = "web"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

# Where the server keeps titles, `title = "web"` finds a VM as well.
data "occi_compute" "web" {
  id = occi_compute.web.id
}

output "web_address" {
  value = one(data.occi_compute.web.addresses)
}
