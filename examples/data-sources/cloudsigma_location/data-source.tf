data "cloudsigma_location" "zurich" {
  provider = occi

  uuid = "ZRH"
}

output "endpoint" {
  value = data.cloudsigma_location.zurich.api_endpoint
}
