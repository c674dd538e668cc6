variable "vnc_password" {
  type      = string
  sensitive = true
}

variable "public_key" {
  type = string
}

variable "address" {
  description = "A static address of the account, such as 198.51.100.10."
  type        = string
}

variable "vlan_uuid" {
  description = "A private network of the account."
  type        = string
}

data "cloudsigma_library_drive" "ubuntu" {
  provider = occi

  name_regex  = "^Ubuntu 24"
  most_recent = true
}

resource "cloudsigma_drive" "boot" {
  provider = occi

  name           = "web"
  media          = "disk"
  size           = 20 * 1024 * 1024 * 1024 # 20 GiB
  clone_drive_id = data.cloudsigma_library_drive.ubuntu.id
}

resource "cloudsigma_ssh_key" "admin" {
  provider = occi

  name       = "admin"
  public_key = var.public_key
}

resource "cloudsigma_firewall_policy" "web" {
  provider = occi

  name = "web"

  rules = [
    { action = "accept", direction = "in", ip_proto = "tcp", dst_port = "22" },
    { action = "accept", direction = "in", ip_proto = "tcp", dst_port = "8080" },
    { action = "drop", direction = "in" },
  ]
}

# What depends on this server waits until its service works. Each refresh looks again, and a plan replaces the server when it
# has been failing for five minutes.
resource "cloudsigma_server" "web" {
  provider = occi

  name         = "web"
  cpu          = 2000                   # MHz, all cores together
  smp          = 2                      # cores
  memory       = 2 * 1024 * 1024 * 1024 # 2 GiB
  vnc_password = var.vnc_password
  ssh_keys     = [cloudsigma_ssh_key.admin.id]

  # The server boots from the first drive.
  drive {
    uuid = cloudsigma_drive.boot.id
  }

  # The address is in ipv4_address.
  network {
    type                 = "dhcp"
    firewall_policy_uuid = cloudsigma_firewall_policy.web.id
  }

  # The comment has emulated servers listen (cloud-emulator --live-ports); real ones install what does.
  user_data = <<-EOT
    #cloud-config
    # live-ports: 8080/http
    packages: [nginx]
  EOT

  health_check = {
    urls     = ["http://{{ip}}:8080/"]
    timeout  = "15m"
    interval = "5s"

    unhealthy_after = "5m"
  }
  monitor      = true
  on_unhealthy = "replace"
}

# A static address, one of IPv6 that CloudSigma chooses (in nics), a private network, and more time for the system to shut down before its power is cut.
resource "cloudsigma_server" "database" {
  provider = occi

  name             = "database"
  cpu              = 4000
  memory           = 8 * 1024 * 1024 * 1024
  vnc_password     = var.vnc_password
  power_state      = "running"
  shutdown_timeout = "5m"

  network {
    type         = "static"
    ipv4_address = var.address
    ipv6_type    = "dhcp"
  }

  network {
    vlan_uuid = var.vlan_uuid
  }

  timeouts {
    update = "45m"
  }
}

# A copy of the database on other hosts and other storage, with a console password that is in no state. Its disks are
# no resources: they go with it.
resource "cloudsigma_server" "replica" {
  provider = occi

  name            = "replica"
  cpu             = 4000
  memory          = 8 * 1024 * 1024 * 1024
  clone_server_id = cloudsigma_server.database.id
  clone_avoid     = [cloudsigma_server.database.id]
  avoid           = [cloudsigma_server.database.id]
  delete_drives   = "disks"

  vnc_password_wo         = var.vnc_password
  vnc_password_wo_version = 1 # to be raised with another password

  # Changes that need a stop are refused while it runs.
  stop_for_update = false
}

# Windows on Intel, with a boot order of its own.
resource "cloudsigma_drive" "windows" {
  provider = occi

  name  = "windows"
  media = "disk"
  size  = 50 * 1024 * 1024 * 1024
}

resource "cloudsigma_server" "windows" {
  provider = occi

  name         = "windows"
  cpu          = 4000
  memory       = 8 * 1024 * 1024 * 1024
  vnc_password = var.vnc_password
  cpu_type     = "intel"
  hv_relaxed   = true
  hv_tsc       = true

  drive {
    uuid       = cloudsigma_drive.windows.id
    device     = "ide"
    boot_order = 2
  }

  network {
    type       = "dhcp"
    model      = "e1000"
    boot_order = 1
  }
}
