variable "address" {
  description = "A static address of the account, such as 198.51.100.10."
  type        = string
}

# The address is there by its subscription; it is named, and stays as it is when the resource is destroyed.
resource "cloudsigma_ip" "www" {
  provider = occi

  uuid = var.address
  name = "www"
}
