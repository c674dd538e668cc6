data "occi_ovf" "web" {
  path = "${path.module}/web.ovf"
}

# The image was uploaded before; sizes without a template need a server that takes them.
resource "occi_compute" "web" {
  title       = data.occi_ovf.web.name
  os_template = "cirros-0.3.0-x86_64-uec"
  cores       = data.occi_ovf.web.cores
  memory      = data.occi_ovf.web.memory
}

resource "occi_storage" "data" {
  title = data.occi_ovf.web.disks[1].name
  size  = ceil(data.occi_ovf.web.disks[1].capacity_gib)
}
