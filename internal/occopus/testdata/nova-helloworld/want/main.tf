locals {
  infra_name = "nova-helloworld"
  hello_variables = {
    message = "Made by a descriptor"
  }
}

# Node hello, of the type hello_node.
resource "occi_compute" "hello" {
  title             = "hello"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init.yaml"), {
    variables = local.hello_variables
  })
}

resource "occi_floating_ip" "hello" {
  pool       = "nova"
  compute_id = occi_compute.hello.id
}

data "occi_health_check" "hello" {
  count = var.health_checks ? 1 : 0

  address = occi_floating_ip.hello.address
  ping    = true
}
