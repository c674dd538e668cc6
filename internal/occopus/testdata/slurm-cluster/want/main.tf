locals {
  infra_name = "slurm-cluster"
  variables = {
    mungeversion = var.mungeversion
    slurmversion = var.slurmversion
  }
}

# Node slurm-master, of the type master_node.
resource "occi_compute" "slurm_master" {
  title             = "${local.infra_name}-slurm-master"
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

resource "occi_floating_ip" "slurm_master" {
  pool       = "nova"
  compute_id = occi_compute.slurm_master.id
}

data "occi_health_check" "slurm_master" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip.slurm_master.address
  ping    = true
  ports   = [6819]
  timeout = "1200s"
}

# Node slurm-worker, of the type worker_node.
resource "occi_compute" "slurm_worker" {
  count = var.slurm_worker_count

  title             = "${local.infra_name}-slurm-worker-${count.index}"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_worker.yaml"), {
    variables = local.variables
    getip = {
      slurm-master = occi_floating_ip.slurm_master.address
    }
  })

  depends_on = [occi_compute.slurm_master, occi_floating_ip.slurm_master, data.occi_health_check.slurm_master]
}

resource "occi_floating_ip" "slurm_worker" {
  count = var.slurm_worker_count

  pool       = "nova"
  compute_id = occi_compute.slurm_worker[count.index].id
}

data "occi_health_check" "slurm_worker" {
  count = var.health_checks ? var.slurm_worker_count : 0

  address = occi_floating_ip.slurm_worker[count.index].address
  ping    = true
  timeout = "1200s"
}
