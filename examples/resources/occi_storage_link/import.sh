# The path of the link's location; its full URL or the last segment do as well.
terraform import occi_storage_link.data /storage/link/aa49b313-9714-4cb3-92e3-13ab484235bb
