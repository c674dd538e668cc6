locals {
  infra_name = "article"
}

# Node server, of the type article_node.
data "cloudsigma_library_drive" "server" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "server" {
  provider = occi

  name           = "${local.infra_name}-server"
  media          = "disk"
  size           = data.cloudsigma_library_drive.server.size
  clone_drive_id = data.cloudsigma_library_drive.server.id
}

resource "cloudsigma_server" "server" {
  provider = occi

  name         = "${local.infra_name}-server"
  cpu          = 2000
  memory       = 2147483648
  vnc_password = var.vnc_password
  ssh_keys     = ["d7c0f1ee-40df-4029-8d95-ec35b34dae1e"]

  health_check = var.health_checks ? {
    ping = true
  } : null

  drive {
    uuid = cloudsigma_drive.server.id
  }

  network {
    type                 = "dhcp"
    firewall_policy_uuid = "fd97e326-83c8-44d8-90f7-0a19110f3c9d"
  }
}
