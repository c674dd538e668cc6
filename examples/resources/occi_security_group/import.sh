# The location of the group, or its type identifier: its scheme and its term.
terraform import occi_security_group.ssh 'http://www.mystuff.org/sec#my_grp'
