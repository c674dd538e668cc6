data "cloudsigma_pricing" "disk" {
  provider = occi

  resource = "dssd"
  currency = "CHF"
}

output "prices_by_burst_level" {
  value = { for price in data.cloudsigma_pricing.disk.prices : price.level => "${price.price} per ${price.unit}" }
}
