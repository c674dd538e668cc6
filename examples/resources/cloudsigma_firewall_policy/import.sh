# By the UUID of the policy.
terraform import cloudsigma_firewall_policy.web fd97e326-83c8-44d8-90f7-0a19110f3c9d
