locals {
  infra_name = "shop"
  variables = {
    database    = var.database
    db_user     = var.db_user
    db_password = var.db_password
  }
}

# Node mysql, of the type mysql_node.
resource "occi_compute" "mysql" {
  title             = "${local.infra_name}-mysql"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_mysql.yaml"), {
    variables = local.variables
  })

  health_check = var.health_checks ? {
    ping  = true
    ports = [3306]
    mysql = [{
      database    = local.variables.database
      username    = local.variables.db_user
      password_wo = local.variables.db_password
    }]
  } : null
}

# Node app, of the type app_node.
resource "occi_compute" "app" {
  title             = "${local.infra_name}-app"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"
  ssh_key = {
    name       = "admin"
    public_key = var.public_key_admin
  }
  security_groups = ["open"]

  user_data = provider::occi::jinja(file("${path.module}/templates/cloud_init_app.yaml"), {
    variables = local.variables
    getip = {
      mysql = occi_compute.mysql.addresses[0]
    }
  })

  health_check = var.health_checks ? {
    urls = ["http://{{ip}}:5000/ready", provider::occi::jinja("http://{{ip}}/{{variables.database}}", {
      variables = local.variables
      ip        = "{{ip}}"
    })]
    timeout = "300s"
  } : null

  depends_on = [occi_compute.mysql]
}
