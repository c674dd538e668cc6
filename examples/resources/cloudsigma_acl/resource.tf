variable "colleague" {
  description = "UUID of another account, as in its profile."
  type        = string
}

resource "cloudsigma_tag" "shared" {
  provider = occi

  name = "shared"
}

# The colleague may see and attach what has the tag.
resource "cloudsigma_acl" "colleague" {
  provider = occi

  name        = "colleague"
  tags        = [cloudsigma_tag.shared.id]
  grantees    = [var.colleague]
  permissions = ["LIST", "ATTACH"]
}
