# The path of the link's location, or its full URL.
terraform import occi_link.web /securitygrouplink/aa49b313-9714-4cb3-92e3-13ab484235bb
