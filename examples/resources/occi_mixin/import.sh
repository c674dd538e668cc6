# The type identifier.
terraform import occi_mixin.nightly 'http://example.org/backup#nightly'
