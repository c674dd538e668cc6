resource "cloudsigma_drive" "blank" {
  name         = "blank"
  media        = "disk"
  size         = 5 * 1024 * 1024 * 1024
  storage_type = "dssd"
  tags         = ["{{TAG}}"]

  timeouts {
    create = "45m"
  }
}

resource "cloudsigma_drive" "clone" {
  name           = "clone"
  storage_type   = ""
  media          = "disk"
  size           = 15 * 1024 * 1024 * 1024
  clone_drive_id = "{{SOURCE}}"
}
