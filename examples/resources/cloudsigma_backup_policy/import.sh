# By the UUID of the policy.
terraform import cloudsigma_backup_policy.nightly 0377f6e9-e5f2-4a0a-bb4e-c28c8424eda1
