locals {
  infra_name = "gates"
}

# Node database, of the type database_node.
resource "occi_compute" "database" {
  title             = "${local.infra_name}-database"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"

  user_data = file("${path.module}/templates/database.yaml")

  health_check = var.health_checks ? {
    ports   = [3306]
    timeout = "60s"
  } : null
}

# Node application, of the type application_node.
resource "occi_compute" "application" {
  title             = "${local.infra_name}-application"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"

  user_data = provider::occi::jinja(file("${path.module}/templates/application.yaml"), {
    getip = {
      database = occi_compute.database.addresses[0]
    }
  })

  health_check = var.health_checks ? {
    urls    = ["http://{{ip}}:5000/ready"]
    timeout = "60s"
  } : null

  depends_on = [occi_compute.database]
}
