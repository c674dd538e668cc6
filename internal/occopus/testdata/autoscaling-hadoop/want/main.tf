locals {
  infra_name = "autoscaling-hadoop"
  variables = {
    occopus_restservice_ip   = var.occopus_restservice_ip
    occopus_restservice_port = var.occopus_restservice_port
    hduser_private_key       = var.hduser_private_key
    hduser_public_key        = var.hduser_public_key
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
    infra_id  = var.infra_id
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
  ports   = [50070]
  timeout = "600s"
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
    getip = {
      hadoop-master = occi_floating_ip.hadoop_master.address
    }
  })
}

resource "occi_floating_ip" "hadoop_slave" {
  count = var.hadoop_slave_count

  pool       = "nova"
  compute_id = occi_compute.hadoop_slave[count.index].id
}

data "occi_health_check" "hadoop_slave" {
  count = var.health_checks ? var.hadoop_slave_count : 0

  address = occi_floating_ip.hadoop_slave[count.index].address
  ping    = true
  ports   = [50075]
  timeout = "600s"
}
