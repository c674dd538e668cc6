resource "occi_security_group" "ssh" {
  term     = "my_grp"
  scheme   = "http://www.mystuff.org/sec#"
  location = "/mygroups/"
}

resource "occi_security_rule" "ssh" {
  group_id  = occi_security_group.ssh.id
  protocol  = "TCP"
  from_port = 22
  to_port   = 22
  range     = "192.0.2.0/24"
}
