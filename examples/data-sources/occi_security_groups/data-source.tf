resource "occi_security_group" "ssh" {
  term   = "web_ssh"
  scheme = "http://www.mystuff.org/sec#"
}

data "occi_security_groups" "web" {
  name_regex = "^web_"
  depends_on = [occi_security_group.ssh]
}

output "web_groups" {
  value = data.occi_security_groups.web.security_groups[*].id
}
