resource "occi_compute" "golden" {
  title             = "golden"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

resource "occi_image" "web" {
  compute_id = occi_compute.golden.id
  name       = "web-2026-11"
}

# The image is a template from then on.
resource "occi_compute" "web" {
  count = 2

  title             = "web-${count.index}"
  os_template       = occi_image.web.id
  resource_template = "itsy"
}
