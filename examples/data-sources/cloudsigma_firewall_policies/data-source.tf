data "cloudsigma_firewall_policies" "all" {
  provider = occi
}

output "unused_policies" {
  value = [for policy in data.cloudsigma_firewall_policies.all.firewall_policies : policy.name if length(policy.servers) == 0]
}
