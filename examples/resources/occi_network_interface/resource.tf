# For servers of OCCI 1.2.

resource "occi_compute" "database" {
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

resource "occi_network" "back" {
  title   = "back"
  address = "192.168.7.0/24"
}

resource "occi_network_interface" "database" {
  source_id = occi_compute.database.id
  target_id = occi_network.back.id
  address   = "192.168.7.10"
}
