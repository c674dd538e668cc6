resource "occi_security_group" "ssh" {
  term     = "my_grp"
  scheme   = "http://www.mystuff.org/sec#"
  location = "/mygroups/"
  title    = "SSH"
}

resource "occi_compute" "bastion" {
  title             = "bastion"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
  security_groups   = [occi_security_group.ssh.id]
}
