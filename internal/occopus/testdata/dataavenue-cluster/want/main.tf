locals {
  infra_name = "dataavenue"
  storage_variables = {
    access_key = "an-access-key"
    secret_key = var.storage_secret_key
  }
}

# All networks, to find those of the nodes by their identifiers.
data "occi_networks" "all" {
}

# Node dataavenue, of the type dataavenue_node.
resource "occi_compute" "dataavenue" {
  title             = "${local.infra_name}-dataavenue"
  os_template       = "a5fa8e07-9892-4d79-8693-57d41bfd898d"
  resource_template = "2"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  networks = [one([for network in data.occi_networks.all.networks : network.id if endswith(network.id, "/4ce35ee3-4bc3-4c32-be4e-341c90532ae6")])]

  user_data = file("${path.module}/templates/cloud_init_dataavenue.yaml")

  health_check = var.health_checks ? {
    ping = true
  } : null
}

# Node storage, of the type storage_node.
# Not translated: security_groups: ooi has no security groups; the VM is in the default group of the project.
resource "occi_compute" "storage" {
  count = var.storage_count

  title             = "${local.infra_name}-storage-${count.index}"
  os_template       = "a5fa8e07-9892-4d79-8693-57d41bfd898d"
  resource_template = "2"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  networks = [one([for network in data.occi_networks.all.networks : network.id if endswith(network.id, "/4ce35ee3-4bc3-4c32-be4e-341c90532ae6")])]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_storage.yaml"), {
    variables = local.storage_variables
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  depends_on = [occi_compute.dataavenue]
}
