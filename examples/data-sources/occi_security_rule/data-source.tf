resource "occi_security_group" "ssh" {
  term   = "my_grp"
  scheme = "http://www.mystuff.org/sec#"
}

resource "occi_security_rule" "ssh" {
  group_id  = occi_security_group.ssh.id
  protocol  = "TCP"
  from_port = 22
  to_port   = 22
  range     = "192.0.2.0/24"
}

data "occi_security_rule" "ssh" {
  id = occi_security_rule.ssh.id
}

output "open_to" {
  value = data.occi_security_rule.ssh.range
}
