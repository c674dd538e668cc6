locals {
  infra_name = "cloudsigma-ping"
  ping_receiver_variables = {
    message = "I am pinged"
  }
  ping_sender_variables = {
    message = "I ping"
  }
}

# Node ping-receiver, of the type receiver_node.
data "cloudsigma_library_drive" "ping_receiver" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "ping_receiver" {
  provider = occi

  name           = "${local.infra_name}-ping-receiver"
  media          = "disk"
  size           = data.cloudsigma_library_drive.ping_receiver.size
  clone_drive_id = data.cloudsigma_library_drive.ping_receiver.id
}

resource "cloudsigma_server" "ping_receiver" {
  provider = occi

  name         = "${local.infra_name}-ping-receiver"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = var.vnc_password
  ssh_keys     = ["d7c0f1ee-40df-4029-8d95-ec35b34dae1e"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_receiver.yaml"), {
    variables = local.ping_receiver_variables
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  drive {
    uuid = cloudsigma_drive.ping_receiver.id
  }

  network {
    type                 = "dhcp"
    firewall_policy_uuid = "fd97e326-83c8-44d8-90f7-0a19110f3c9d"
  }
}

# Node ping-sender, of the type sender_node.
data "cloudsigma_library_drive" "ping_sender" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "ping_sender" {
  provider = occi

  name           = "${local.infra_name}-ping-sender"
  media          = "disk"
  size           = data.cloudsigma_library_drive.ping_sender.size
  clone_drive_id = data.cloudsigma_library_drive.ping_sender.id
}

resource "cloudsigma_server" "ping_sender" {
  provider = occi

  name         = "${local.infra_name}-ping-sender"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = var.vnc_password
  ssh_keys     = ["d7c0f1ee-40df-4029-8d95-ec35b34dae1e"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_sender.yaml"), {
    variables = local.ping_sender_variables
    getip = {
      ping-receiver = cloudsigma_server.ping_receiver.ipv4_address
    }
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  drive {
    uuid = cloudsigma_drive.ping_sender.id
  }

  network {
    type                 = "dhcp"
    firewall_policy_uuid = "fd97e326-83c8-44d8-90f7-0a19110f3c9d"
  }

  depends_on = [cloudsigma_server.ping_receiver]
}
