# By the address.
terraform import cloudsigma_ip.www 198.51.100.10
