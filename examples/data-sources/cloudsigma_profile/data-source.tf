data "cloudsigma_profile" "me" {
  provider = occi
}

output "uuid" {
  value = data.cloudsigma_profile.me.uuid
}
