locals {
  infra_name = "cloudsigma-helloworld"
  hello_variables = {
    message = "Made by a descriptor"
  }
}

# Node hello, of the type hello_node.
data "cloudsigma_library_drive" "hello" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "hello" {
  provider = occi

  name           = "${local.infra_name}-hello"
  media          = "disk"
  size           = data.cloudsigma_library_drive.hello.size
  clone_drive_id = data.cloudsigma_library_drive.hello.id
}

resource "cloudsigma_server" "hello" {
  provider = occi

  name         = "${local.infra_name}-hello"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = var.vnc_password
  ssh_keys     = ["d7c0f1ee-40df-4029-8d95-ec35b34dae1e"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init.yaml"), {
    variables = local.hello_variables
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  drive {
    uuid = cloudsigma_drive.hello.id
  }

  network {
    type                 = "dhcp"
    firewall_policy_uuid = "fd97e326-83c8-44d8-90f7-0a19110f3c9d"
  }
}
