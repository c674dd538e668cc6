# For servers of OCCI 1.2.

resource "occi_entity" "backend" {
  kind   = "http://schemas.ogf.org/occi/infrastructure#network"
  title  = "backend"
  mixins = ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"]

  attributes = {
    "occi.network.vlan"       = "42"
    "occi.network.address"    = "10.1.0.0/24"
    "occi.network.gateway"    = "10.1.0.1"
    "occi.network.allocation" = "dynamic"
  }

  wait_for = {
    attribute = "occi.network.state"
    value     = "active"
    failed    = "error"
  }

  actions = {
    destroy = [{
      action   = "http://schemas.ogf.org/occi/infrastructure/network/action#down"
      wait_for = { attribute = "occi.network.state", value = "inactive" }
    }]
  }
}
