# The path of the volume that the server made; its full URL or the last segment do as well.
terraform import occi_storage_snapshot.data /storage/0d4b6f5c-7a1e-4c52-9d8e-3f6a1b2c4d5e
