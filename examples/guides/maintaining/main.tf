locals {
  image  = "cirros-0.3.0-x86_64-uec"
  flavor = "itsy"
}

# A node that others depend on. It is complete when its checks pass, and is looked at by each refresh.
resource "occi_compute" "database" {
  hostname          = "database"
  os_template       = local.image
  resource_template = local.flavor

  # The comment has emulated VMs listen (cloud-emulator --live-ports); real ones install what does.
  user_data = <<-EOT
    #cloud-config
    # live-ports: 3306
    packages: [mariadb-server]
  EOT

  health_check = {
    ports           = [3306]
    timeout         = "15m"
    interval        = "5s"
    unhealthy_after = "10m"
  }
  monitor      = true
  on_unhealthy = "replace"
}

# It is not made before the database works, and follows it to another address.
resource "occi_compute" "application" {
  hostname          = "application"
  os_template       = local.image
  resource_template = local.flavor

  user_data = <<-EOT
    #cloud-config
    # live-ports: 5000/http
    write_files:
      - path: /etc/application.conf
        content: database=${one(occi_compute.database.addresses)}
  EOT

  health_check = {
    urls            = ["http://{{ip}}:5000/ready"]
    unhealthy_after = "5m"
  }
  monitor      = true
  on_unhealthy = "restart"
}

# Tells of a node that fails its checks without repairing anything, also where nobody applies.
check "nodes" {
  assert {
    condition = alltrue([
      for node in [occi_compute.database, occi_compute.application] : alltrue(node.health[*].healthy)
    ])
    error_message = "A node fails its health checks."
  }
}
