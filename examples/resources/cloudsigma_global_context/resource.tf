# Every server of the account finds this under global_context on its second serial port.
resource "cloudsigma_global_context" "this" {
  provider = occi

  values = {
    ntp_server = "192.0.2.123"
    site       = "zurich"
  }
}
