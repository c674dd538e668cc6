locals {
  infra_name = "occi"
}

# Node storage, of the type occi_node.
resource "occi_compute" "storage" {
  title             = "${local.infra_name}-storage"
  os_template       = "http://schemas.openstack.org/template/os#8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "http://schemas.openstack.org/template/resource#m1-small"
  ssh_key = {
    name       = local.infra_name
    public_key = var.public_key__home_me__ssh_id_rsa_pub
  }
  networks = ["/network/public"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init.sh"), {
    name = "storage"
  })

  health_check = var.health_checks ? {
    ping  = true
    ports = [22]
  } : null
}

# Node client, of the type occi_node.
resource "occi_compute" "client" {
  title             = "${local.infra_name}-client"
  os_template       = "http://schemas.openstack.org/template/os#8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "http://schemas.openstack.org/template/resource#m1-small"
  ssh_key = {
    name       = local.infra_name
    public_key = var.public_key__home_me__ssh_id_rsa_pub
  }
  networks = ["/network/public"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init.sh"), {
    name = "client"
  })

  health_check = var.health_checks ? {
    ping  = true
    ports = [22]
  } : null

  depends_on = [occi_compute.storage]
}
