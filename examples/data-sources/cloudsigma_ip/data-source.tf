variable "address" {
  description = "A static address of the account, such as 198.51.100.10."
  type        = string
}

data "cloudsigma_ip" "www" {
  provider = occi

  uuid = var.address
}

output "gateway" {
  value = data.cloudsigma_ip.www.gateway
}
