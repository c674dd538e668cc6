# For servers of OCCI 1.2.

# A volume that a CDMI server manages and exports to the VM (GFD.184, section 3.4.3). Its `exports` are set on that server.
resource "occi_compute" "archive" {
  title             = "archive"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

resource "occi_link" "archive" {
  kind      = "http://schemas.ogf.org/occi/infrastructure#storagelink"
  source_id = occi_compute.archive.id
  target_id = "https://cdmi.example.com/cdmi_objectid/0000706D0010B84FAD185C425D8B537E"
  attributes = {
    "occi.storagelink.deviceid" = "/dev/vdc"
  }
}
