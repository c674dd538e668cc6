# The path of the entity's location, or its full URL.
terraform import occi_entity.backend /network/aa49b313-9714-4cb3-92e3-13ab484235bb
