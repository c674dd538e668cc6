variable "vlan_uuid" {
  description = "A private network of the account."
  type        = string
}

# The VLAN is there by its subscription; it is named, and stays as it is when the resource is destroyed.
resource "cloudsigma_vlan" "backend" {
  provider = occi

  uuid = var.vlan_uuid
  name = "backend"
  meta = { zone = "internal" }
}
