data "cloudsigma_subscriptions" "all" {
  provider = occi
}

data "cloudsigma_subscription" "first" {
  provider = occi

  uuid = data.cloudsigma_subscriptions.all.subscriptions[0].uuid
}

output "ends" {
  value = data.cloudsigma_subscription.first.end_time
}
