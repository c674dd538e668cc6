resource "cloudsigma_tag" "production" {
  provider = occi

  name = "production"
}

data "cloudsigma_tag" "production" {
  provider = occi

  name       = "production"
  depends_on = [cloudsigma_tag.production]
}

output "servers_in_production" {
  value = lookup(data.cloudsigma_tag.production.resources_by_type, "servers", [])
}
