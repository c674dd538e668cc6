# The path of the rule's location; its full URL or the last segment do as well.
terraform import occi_security_rule.ssh /network/security/rule/1233323
# Where groups are a kind: the path of the group, and what the rule says.
terraform import occi_security_rule.ssh '/securitygroup/4a7c#tcp:22-22:192.0.2.0/24'
