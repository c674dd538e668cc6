locals {
  infra_name = "nova-ping"
  ping_receiver_variables = {
    message = "I am pinged"
  }
  ping_sender_variables = {
    message    = "I ping"
    targetnode = "ping-receiver"
  }
}

# All networks, to find those of the nodes by their identifiers.
data "occi_networks" "all" {
}

# Node ping-receiver, of the type receiver_node.
resource "occi_compute" "ping_receiver" {
  title             = "ping1"
  os_template       = "a5fa8e07-9892-4d79-8693-57d41bfd898d"
  resource_template = "2"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  networks = [one([for network in data.occi_networks.all.networks : network.id if endswith(network.id, "/4ce35ee3-4bc3-4c32-be4e-341c90532ae6")])]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_receiver.yaml"), {
    variables = local.ping_receiver_variables
  })
}

resource "occi_floating_ip" "ping_receiver" {
  pool = "public"
}

resource "occi_floating_ip_association" "ping_receiver" {
  floating_ip_id = occi_floating_ip.ping_receiver.id
  compute_id     = occi_compute.ping_receiver.id
}

data "occi_health_check" "ping_receiver" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip_association.ping_receiver.address
  ping    = true
}

# Node ping-sender, of the type sender_node.
resource "occi_compute" "ping_sender" {
  title             = "ping2"
  os_template       = "a5fa8e07-9892-4d79-8693-57d41bfd898d"
  resource_template = "2"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  networks = [one([for network in data.occi_networks.all.networks : network.id if endswith(network.id, "/4ce35ee3-4bc3-4c32-be4e-341c90532ae6")])]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_sender.yaml"), {
    variables = local.ping_sender_variables
    getip = {
      ping-receiver = occi_floating_ip_association.ping_receiver.address
    }
  })

  depends_on = [occi_compute.ping_receiver, occi_floating_ip_association.ping_receiver, data.occi_health_check.ping_receiver]
}

resource "occi_floating_ip" "ping_sender" {
  pool = "public"
}

resource "occi_floating_ip_association" "ping_sender" {
  floating_ip_id = occi_floating_ip.ping_sender.id
  compute_id     = occi_compute.ping_sender.id
}

data "occi_health_check" "ping_sender" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip_association.ping_sender.address
  ping    = true
}
