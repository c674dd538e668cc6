variable "public_key" {
  type = string
}

resource "cloudsigma_ssh_key" "admin" {
  provider = occi

  name       = "admin"
  public_key = var.public_key
}

data "cloudsigma_ssh_key" "admin" {
  provider = occi

  name       = "admin"
  depends_on = [cloudsigma_ssh_key.admin]
}

output "fingerprint" {
  value = data.cloudsigma_ssh_key.admin.fingerprint
}
