data "cloudsigma_locations" "switzerland" {
  provider = occi

  filter {
    name   = "country_code"
    values = ["CH"]
  }
}

output "locations" {
  value = data.cloudsigma_locations.switzerland.locations[*].display_name
}
