data "cloudsigma_tags" "environments" {
  provider = occi

  filter {
    name   = "name"
    values = ["production", "test"]
  }
}

output "environments" {
  value = data.cloudsigma_tags.environments.tags[*].id
}
