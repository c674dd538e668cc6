variable "vlan_uuid" {
  description = "A private network of the account."
  type        = string
}

data "cloudsigma_vlan" "backend" {
  provider = occi

  uuid = var.vlan_uuid
}

# The block of cloudsigma/cloudsigma is taken too.
data "cloudsigma_vlan" "filtered" {
  provider = occi

  filter {
    name   = "uuid"
    values = [var.vlan_uuid]
  }
}

output "servers_on_the_vlan" {
  value = data.cloudsigma_vlan.backend.servers
}
