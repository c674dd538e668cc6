# CloudSigma: what the Occopus tutorial puts into a resource section. The drive to clone, the key and the
# firewall policy are made here instead of looked up by hand in the web interface.
#
# A resource type's first word selects the provider's local name, hence `provider = occi`.

data "cloudsigma_library_drive" "ubuntu" {
  provider = occi

  name_regex  = var.cloudsigma_image
  most_recent = true
}

resource "cloudsigma_drive" "boot" {
  provider = occi

  name           = "quickstart"
  media          = "disk"
  size           = 20 * 1024 * 1024 * 1024 # bytes
  clone_drive_id = data.cloudsigma_library_drive.ubuntu.id
}

resource "cloudsigma_ssh_key" "admin" {
  provider = occi

  name       = "quickstart"
  public_key = var.public_key
}

resource "cloudsigma_firewall_policy" "ssh" {
  provider = occi

  name = "quickstart"

  rules = [
    {
      action    = "accept"
      direction = "in"
      ip_proto  = "tcp"
      dst_port  = "22"
      comment   = "SSH"
    },
    {
      action    = "drop"
      direction = "in"
    },
  ]
}

resource "cloudsigma_server" "database" {
  provider = occi

  name         = "quickstart-database"
  cpu          = 2000       # MHz
  memory       = 2147483648 # bytes
  vnc_password = var.vnc_password
  ssh_keys     = [cloudsigma_ssh_key.admin.id]

  drive {
    uuid = cloudsigma_drive.boot.id
  }

  network {
    type                 = "dhcp"
    firewall_policy_uuid = cloudsigma_firewall_policy.ssh.id
  }

  user_data = <<-EOT
    #cloud-config
    package_update: true
    packages: [postgresql]
  EOT
}
