# The path of the entity's location or its URL, a bar, and the type identifier of the mixin.
terraform import occi_mixin_association.nightly '/storage/aa49b313-9714-4cb3-92e3-13ab484235bb|http://example.org/backup#nightly'
