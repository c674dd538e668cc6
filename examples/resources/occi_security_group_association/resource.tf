resource "occi_security_group" "ssh" {
  term   = "my_grp"
  scheme = "http://www.mystuff.org/sec#"
}

resource "occi_compute" "bastion" {
  title             = "bastion"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

resource "occi_security_group_association" "bastion_ssh" {
  compute_id = occi_compute.bastion.id
  group_id   = occi_security_group.ssh.id
}
