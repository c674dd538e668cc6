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

# Memory for a time that is to come, from noon to noon in UTC.
resource "cloudsigma_subscription" "campaign" {
  provider = occi

  resource   = "mem"
  amount     = 8 * 1024 * 1024 * 1024 # 8 GiB
  starts_at  = "2099-11-20T12:00:00Z"
  ends_at    = "2099-12-01T12:00:00Z"
  auto_renew = false
  max_price  = 100
}
