locals {
  infra_name = "hadoop-cluster"
  variables = {
    HADOOP_VERSION = var.HADOOP_VERSION
    CONSUL_VERSION = var.CONSUL_VERSION
  }
}

# Node hadoop-master, of the type master_node.
resource "occi_compute" "hadoop_master" {
  title             = "${local.infra_name}-hadoop-master"
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

resource "occi_floating_ip" "hadoop_master" {
  pool       = "nova"
  compute_id = occi_compute.hadoop_master.id
}

data "occi_health_check" "hadoop_master" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip.hadoop_master.address
  ping    = true
  ports   = [9870]
  timeout = "1000s"
}

# Node hadoop-slave, of the type worker_node.
resource "occi_compute" "hadoop_slave" {
  count = var.hadoop_slave_count

  title             = "${local.infra_name}-hadoop-slave-${count.index}"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_worker.yaml"), {
    getprivip = {
      hadoop-master = [for address in occi_compute.hadoop_master.addresses : address if address != occi_floating_ip.hadoop_master.address][0]
    }
  })

  health_check = var.health_checks ? {
    ping    = true
    timeout = "1000s"
  } : null

  depends_on = [occi_compute.hadoop_master, occi_floating_ip.hadoop_master, data.occi_health_check.hadoop_master]
}
