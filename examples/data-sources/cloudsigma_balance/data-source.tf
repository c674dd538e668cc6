data "cloudsigma_balance" "this" {
  provider = occi
}

check "balance" {
  assert {
    condition     = tonumber(data.cloudsigma_balance.this.balance) > 50
    error_message = "The account has only ${data.cloudsigma_balance.this.balance} ${data.cloudsigma_balance.this.currency}."
  }
}
