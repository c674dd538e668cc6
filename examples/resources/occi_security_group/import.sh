# The location of the group; its URL, its type identifier or a term that is unique do as well.
terraform import occi_security_group.ssh /mygroups/
