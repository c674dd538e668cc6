# The path of the volume's location; its full URL or the last segment do as well.
terraform import occi_storage.data /storage/b9ab0d1e-3a2d-4c83-8f2d-0a3a9a3e5f10
