# The id of the VM, |, and the id of the group.
terraform import occi_security_group_association.bastion_ssh '/compute/d54b4344-16be-486a-9871-2c566ef2263d|/my_grp/'
# Where groups are a kind, the path of the link does as well.
terraform import occi_security_group_association.bastion_ssh /securitygrouplink/4a7c
