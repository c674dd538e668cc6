resource "cloudsigma_server" "plain" {
  cpu          = 2000
  memory       = 512 * 1024 * 1024
  smp          = 0
  name         = "plain"
  vnc_password = "5$zFH9$w"
}

resource "cloudsigma_server" "full" {
  cpu                 = 4000
  memory              = 1024 * 1024 * 1024
  name                = "full"
  smp                 = 2
  enclave_page_caches = [1048576]
  vnc_password        = "5$zFH9$w"

  ssh_keys = ["{{KEY}}"]
  tags     = ["{{TAG}}"]

  meta = {
    description         = "with everything"
    base64_fields       = "cloudinit-user-data"
    cloudinit-user-data = "I2Nsb3VkLWNvbmZpZwo="
  }

  drive {
    uuid = "{{DISK}}"
  }
  drive {
    uuid   = "{{DATA}}"
    device = "ide"
  }
  dynamic "drive" {
    for_each = ["{{THIRD}}", "{{FOURTH}}", "{{FIFTH}}"]
    content {
      uuid = drive.value
    }
  }
  drive {
    uuid   = "{{SIXTH}}"
    device = "scsi"
  }

  network {
    ipv4_address = "{{ADDRESS}}"
    type         = "static"
    vlan_uuid    = ""
  }
  network {
    vlan_uuid = "{{VLAN}}"
  }

  timeouts {
    create = "45m"
  }
}
