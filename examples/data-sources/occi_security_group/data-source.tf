resource "occi_security_group" "ssh" {
  term   = "my_grp"
  scheme = "http://www.mystuff.org/sec#"
}

data "occi_security_group" "ssh" {
  term       = "my_grp"
  depends_on = [occi_security_group.ssh]
}

output "rules" {
  value = data.occi_security_group.ssh.rules
}
