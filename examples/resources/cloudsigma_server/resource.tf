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

variable "vnc_password" {
  type      = string
  sensitive = true
}

resource "cloudsigma_server" "web" {
  provider = occi

  name         = "web"
  cpu          = 2000                   # MHz
  memory       = 2 * 1024 * 1024 * 1024 # 2 GiB
  vnc_password = var.vnc_password

  drive {
    uuid = cloudsigma_drive.boot.id
  }

  network {
    type = "dhcp"
  }

  user_data = <<-EOT
    #cloud-config
    packages: [nginx]
  EOT
}
