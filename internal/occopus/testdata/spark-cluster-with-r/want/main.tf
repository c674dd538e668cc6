locals {
  infra_name = "spark-cluster-with-r"
  variables = {
    SPARK_VERSION        = var.SPARK_VERSION
    SPARK_HADOOP_VERSION = var.SPARK_HADOOP_VERSION
    RSTUDIO_VERSION      = var.RSTUDIO_VERSION
  }
}

# Node spark-master, of the type master_node.
resource "occi_compute" "spark_master" {
  title             = "${local.infra_name}-spark-master"
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

resource "occi_floating_ip" "spark_master" {
  pool       = "nova"
  compute_id = occi_compute.spark_master.id
}

data "occi_health_check" "spark_master" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip.spark_master.address
  ping    = true
  ports   = [8080]
  timeout = "1000s"
}

# Node spark-worker, of the type worker_node.
resource "occi_compute" "spark_worker" {
  count = var.spark_worker_count

  title             = "${local.infra_name}-spark-worker-${count.index}"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_worker.yaml"), {
    variables = local.variables
    getprivip = {
      spark-master = [for address in occi_compute.spark_master.addresses : address if address != occi_floating_ip.spark_master.address][0]
    }
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  depends_on = [occi_compute.spark_master, occi_floating_ip.spark_master, data.occi_health_check.spark_master]
}
