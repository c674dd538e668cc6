locals {
  infra_name = "kubernetes-cluster"
  variables = {
    kubernetesversion      = var.kubernetesversion
    kubemaster_private_key = var.kubemaster_private_key
  }
}

# Node kubernetes-master, of the type master_node.
resource "occi_compute" "kubernetes_master" {
  title             = "${local.infra_name}-kubernetes-master"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_master.yaml"), {
    variables = local.variables
  })

  health_check = var.health_checks ? {
    ping    = true
    ports   = [10250]
    timeout = "6000s"
  } : null
}

# Node kubernetes-slave, of the type worker_node.
resource "occi_compute" "kubernetes_slave" {
  count = var.kubernetes_slave_count

  title             = "${local.infra_name}-kubernetes-slave-${count.index}"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_worker.yaml"), {
    variables = local.variables
    getip = {
      kubernetes-master = occi_compute.kubernetes_master.addresses[0]
    }
  })

  health_check = var.health_checks ? {
    ping    = true
    timeout = "6000s"
  } : null

  depends_on = [occi_compute.kubernetes_master]
}
