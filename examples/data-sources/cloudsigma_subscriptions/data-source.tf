data "cloudsigma_subscriptions" "networks" {
  provider = occi

  filter {
    name   = "resource"
    values = ["vlan"]
  }
  filter {
    name   = "status"
    values = ["active"]
  }
}

output "networks" {
  value = data.cloudsigma_subscriptions.networks.subscriptions[*].subscribed_object
}
