# The path of the rule's location; its full URL or the last segment do as well.
terraform import occi_security_rule.ssh /network/security/rule/1233323
