variable "vnc_password" {
  type      = string
  sensitive = true
}

# The resource of the server has no drive blocks.
resource "cloudsigma_server" "database" {
  provider = occi

  name         = "database"
  cpu          = 2000
  memory       = 2 * 1024 * 1024 * 1024
  vnc_password = var.vnc_password
}

resource "cloudsigma_drive" "data" {
  provider = occi
  count    = 2

  name  = "data-${count.index}"
  media = "disk"
  size  = 10 * 1024 * 1024 * 1024
}

# The server runs: it is stopped once for both drives, and started again.
resource "cloudsigma_drive_attachment" "data" {
  provider = occi
  count    = 2

  server_uuid = cloudsigma_server.database.id
  drive_uuid  = cloudsigma_drive.data[count.index].id
  dev_channel = "0:${count.index}"
}
