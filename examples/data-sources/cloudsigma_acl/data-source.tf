resource "cloudsigma_acl" "empty" {
  provider = occi

  name        = "colleague"
  tags        = []
  grantees    = []
  permissions = []
}

data "cloudsigma_acl" "colleague" {
  provider = occi

  name       = "colleague"
  depends_on = [cloudsigma_acl.empty]
}

output "permissions" {
  value = data.cloudsigma_acl.colleague.permissions
}
