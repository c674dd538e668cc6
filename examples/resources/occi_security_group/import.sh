# The location of the group; its URL, its type identifier or a term that is unique do as well.
terraform import occi_security_group.ssh /mygroups/
# Where groups are a kind: the path of the group, its URL or the last segment.
terraform import occi_security_group.ssh /securitygroup/4a7c
