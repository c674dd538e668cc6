variable "subscription_id" {
  description = "Number of a subscription of the account, such as 7272."
  type        = string
}

data "cloudsigma_subscription" "disk" {
  provider = occi

  filter {
    name   = "id"
    values = [var.subscription_id]
  }
}

output "ends" {
  value = data.cloudsigma_subscription.disk.end_time
}
