# OCCI: what the OpenStack guide does with curl.

# A security group, with a rule that lets SSH in.
resource "occi_security_group" "ssh" {
  term     = "my_grp"
  scheme   = "http://www.mystuff.org/sec#"
  location = "/mygroups/"
  title    = "SSH from everywhere"
}

resource "occi_security_rule" "ssh" {
  group_id  = occi_security_group.ssh.id
  protocol  = "TCP"
  from_port = 22
  to_port   = 22
  range     = "0.0.0.0/0"
}

# A machine from an image and a flavor. It is told where the database is, so Terraform makes the
# CloudSigma server first.
resource "occi_compute" "web" {
  title             = "quickstart-web"
  hostname          = "web"
  os_template       = var.occi_image
  resource_template = var.occi_flavor

  ssh_key = {
    name       = "quickstart"
    public_key = var.public_key
  }

  user_data = <<-EOT
    #cloud-config
    write_files:
      - path: /etc/database
        content: "${cloudsigma_server.database.ipv4_address}"
  EOT
}

# A volume of 1.0 GB, linked to it as /dev/vdc.
resource "occi_storage" "data" {
  title = "quickstart-data"
  size  = 1.0
}

resource "occi_storage_link" "data" {
  source_id = occi_compute.web.id
  target_id = occi_storage.data.id
  device_id = "/dev/vdc"
}

# A second machine, secured by the group.
resource "occi_compute" "bastion" {
  title             = "quickstart-bastion"
  hostname          = "bastion"
  os_template       = var.occi_image
  resource_template = var.occi_flavor
  security_groups   = [occi_security_group.ssh.id]

  # Without the rule nobody gets in.
  depends_on = [occi_security_rule.ssh]
}
