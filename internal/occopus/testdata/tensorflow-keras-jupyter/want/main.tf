locals {
  infra_name = "tensorflow-keras-jupyter"
  variables = {
    username_os = var.username_os
    pwd_jupyter = var.pwd_jupyter
  }
}

# Node jupyter-server, of the type the_node.
resource "occi_compute" "jupyter_server" {
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

resource "occi_floating_ip" "jupyter_server" {
  pool       = "nova"
  compute_id = occi_compute.jupyter_server.id
}

data "occi_health_check" "jupyter_server" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip.jupyter_server.address
  ping    = true
  ports   = [8888]
  timeout = "1200s"
}
