locals {
  infra_name = "dockerswarm"
  variables = {
    DOCKER_VERSION = var.DOCKER_VERSION
  }
}

# Node master, of the type master_node.
data "cloudsigma_library_drive" "master" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "master" {
  provider = occi

  name           = "${local.infra_name}-master"
  media          = "disk"
  size           = data.cloudsigma_library_drive.master.size
  clone_drive_id = data.cloudsigma_library_drive.master.id
}

resource "cloudsigma_server" "master" {
  provider = occi

  name         = "${local.infra_name}-master"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = var.vnc_password
  ssh_keys     = ["d7c0f1ee-40df-4029-8d95-ec35b34dae1e"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_master.yaml"), {
    variables = local.variables
  })

  health_check = var.health_checks ? {
    ping  = true
    ports = [22, 2375]
  } : null

  drive {
    uuid = cloudsigma_drive.master.id
  }

  network {
    type                 = "dhcp"
    firewall_policy_uuid = "fd97e326-83c8-44d8-90f7-0a19110f3c9d"
  }
}

# Node worker, of the type worker_node.
data "cloudsigma_library_drive" "worker" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "worker" {
  provider = occi
  count    = var.worker_count

  name           = "${local.infra_name}-worker-${count.index}"
  media          = "disk"
  size           = data.cloudsigma_library_drive.worker.size
  clone_drive_id = data.cloudsigma_library_drive.worker.id
}

resource "cloudsigma_server" "worker" {
  provider = occi
  count    = var.worker_count

  name         = "${local.infra_name}-worker-${count.index}"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = var.vnc_password
  ssh_keys     = ["d7c0f1ee-40df-4029-8d95-ec35b34dae1e"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_worker.yaml"), {
    variables = local.variables
    getip = {
      master = cloudsigma_server.master.ipv4_address
    }
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  drive {
    uuid = cloudsigma_drive.worker[count.index].id
  }

  network {
    type                 = "dhcp"
    firewall_policy_uuid = "fd97e326-83c8-44d8-90f7-0a19110f3c9d"
  }

  depends_on = [cloudsigma_server.master]
}
