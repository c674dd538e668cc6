locals {
  infra_name = "cloudsigma-gates"
}

# Node database, of the type database_node.
data "cloudsigma_library_drive" "database" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "database" {
  provider = occi

  name           = "${local.infra_name}-database"
  media          = "disk"
  size           = data.cloudsigma_library_drive.database.size
  clone_drive_id = data.cloudsigma_library_drive.database.id
}

resource "cloudsigma_server" "database" {
  provider = occi

  name         = "${local.infra_name}-database"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = var.vnc_password

  user_data = file("${path.module}/templates/database.yaml")

  health_check = var.health_checks ? {
    ports   = [3306]
    timeout = "60s"
  } : null

  drive {
    uuid = cloudsigma_drive.database.id
  }

  network {
    type = "dhcp"
  }
}

# Node application, of the type application_node.
data "cloudsigma_library_drive" "application" {
  provider = occi

  uuid = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
}

resource "cloudsigma_drive" "application" {
  provider = occi

  name           = "${local.infra_name}-application"
  media          = "disk"
  size           = data.cloudsigma_library_drive.application.size
  clone_drive_id = data.cloudsigma_library_drive.application.id
}

resource "cloudsigma_server" "application" {
  provider = occi

  name         = "${local.infra_name}-application"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = var.vnc_password

  user_data = provider::occi::jinja(file("${path.module}/templates/application.yaml"), {
    getip = {
      database = cloudsigma_server.database.ipv4_address
    }
  })

  health_check = var.health_checks ? {
    urls    = ["http://{{ip}}:5000/ready"]
    timeout = "60s"
  } : null

  drive {
    uuid = cloudsigma_drive.application.id
  }

  network {
    type = "dhcp"
  }

  depends_on = [cloudsigma_server.database]
}
