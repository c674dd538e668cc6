resource "occi_compute" "database" {
  title             = "database"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

resource "occi_storage" "data" {
  title = "data"
  size  = 10
}

resource "occi_storage_link" "data" {
  source_id = occi_compute.database.id
  target_id = occi_storage.data.id
  device_id = "/dev/vdc"
}
