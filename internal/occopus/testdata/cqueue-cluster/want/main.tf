locals {
  infra_name = "cqueue-cluster"
  variables = {
    CQUEUE_VERSION = var.CQUEUE_VERSION
  }
}

# Node master, of the type master_node.
resource "occi_compute" "master" {
  title             = "${local.infra_name}-master"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_master.yaml"), {
    variables = local.variables
  })
}

resource "occi_floating_ip" "master" {
  pool       = "nova"
  compute_id = occi_compute.master.id
}

data "occi_health_check" "master" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip.master.address
  ping    = true
  ports   = [8080]
  timeout = "600s"
}

# Node worker, of the type worker_node.
resource "occi_compute" "worker" {
  count = var.worker_count

  title             = "${local.infra_name}-worker-${count.index}"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_worker.yaml"), {
    variables = local.variables
    master    = "master"
    getip = {
      master = occi_floating_ip.master.address
    }
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  depends_on = [occi_compute.master, occi_floating_ip.master, data.occi_health_check.master]
}
