# For servers of OCCI 1.2.

resource "occi_network" "back" {
  title   = "back"
  label   = "lan"
  vlan    = 100
  address = "192.168.7.0/24"
  gateway = "192.168.7.1"
}
