# By the UUID of the snapshot.
terraform import cloudsigma_remote_snapshot.backup d38d4b16-3e17-4dc0-9e77-3e1aec150b58
