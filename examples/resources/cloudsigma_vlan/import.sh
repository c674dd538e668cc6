# By the UUID of the VLAN.
terraform import cloudsigma_vlan.backend 10619300-edda-42ba-91e0-7e3df0689d00
