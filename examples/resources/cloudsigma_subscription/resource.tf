# This costs money: the plan says how much.
resource "cloudsigma_subscription" "disk" {
  provider = occi

  resource   = "dssd"
  amount     = 50 * 1024 * 1024 * 1024 # 50 GiB
  period     = "1 month"
  auto_renew = false
  max_price  = 10 # in the currency of the account
}

# A private network: its UUID is in subscribed_object.
resource "cloudsigma_subscription" "network" {
  provider = occi

  resource  = "vlan"
  amount    = 1
  period    = "1 year"
  max_price = 150
}
