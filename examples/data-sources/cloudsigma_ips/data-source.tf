# The addresses that no server has.
data "cloudsigma_ips" "free" {
  provider = occi

  filter {
    name   = "server"
    values = [""]
  }
}

output "free_addresses" {
  value = data.cloudsigma_ips.free.ips[*].uuid
}
