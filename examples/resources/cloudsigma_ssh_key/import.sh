# By the UUID of the key.
terraform import cloudsigma_ssh_key.admin d7c0f1ee-40df-4029-8d95-ec35b34dae1e
