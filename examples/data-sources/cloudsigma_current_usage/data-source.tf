data "cloudsigma_current_usage" "this" {
  provider = occi
}

output "beyond_subscriptions" {
  value = { for resource, usage in data.cloudsigma_current_usage.this.usage : resource => usage.burst if usage.burst > 0 }
}
