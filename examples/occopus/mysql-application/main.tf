# Two nodes in order, as by the dependency [ *application, *database ] of Occopus: the application is not made before the
# health checks of the database pass.

variable "database_password" {
  description = "Password of the application's user of the database."
  type        = string
  sensitive   = true
}

locals {
  # The variables of the infrastructure description.
  variables = {
    database = "shop"
    user     = "application"
    password = var.database_password
  }
}

resource "occi_compute" "database" {
  title             = "database"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  user_data = provider::occi::jinja(file("${path.module}/cloud_init_database.yaml"), {
    variables = local.variables
  })

  # mysqldbs of Occopus is mysql here: a login and SELECT 1. An emulated VM has no database, only the port.
  health_check = {
    ports   = [3306]
    timeout = "10m"

    # mysql = [{ database = "shop", username = "application", password_wo = var.database_password }]
  }
}

resource "occi_compute" "application" {
  title             = "application"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  user_data = provider::occi::jinja(file("${path.module}/cloud_init_application.yaml"), {
    variables = local.variables
    getip     = { database = occi_compute.database.addresses[0] }
  })

  health_check = {
    urls    = ["http://{{ip}}:5000/ready"]
    timeout = "5m"
  }
}

output "application" {
  description = "URL of the application, which works when the apply is complete."
  value       = "http://${occi_compute.application.addresses[0]}:5000/"
}
