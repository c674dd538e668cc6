locals {
  infra_name = "jupyterlab"
  variables = {
    username_jupyterlab = var.username_jupyterlab
    pwd_jupyterlab      = var.pwd_jupyterlab
  }
}

# Node jupyterlab, of the type the_node.
resource "occi_compute" "jupyterlab" {
  title = provider::occi::jinja("vm-{{cut(infra_id,0,4)}}", {
    infra_id = var.infra_id
  })
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init.yaml"), {
    variables = local.variables
  })
}

resource "occi_floating_ip" "jupyterlab" {
  pool       = "nova"
  compute_id = occi_compute.jupyterlab.id
}

data "occi_health_check" "jupyterlab" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip.jupyterlab.address
  ping    = true
  ports   = [8888]
  timeout = "1200s"
}
