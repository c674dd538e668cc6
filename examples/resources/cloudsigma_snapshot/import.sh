# By the UUID of the snapshot.
terraform import cloudsigma_snapshot.before_upgrade 855ebdc8-ce4b-48d0-9d8d-306c9074be29
