# A blank drive.
resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

# A clone of a drive of the library.
data "cloudsigma_library_drive" "debian" {
  provider = occi

  name_regex  = "^Debian 12"
  most_recent = true
}

resource "cloudsigma_drive" "boot" {
  provider = occi

  name           = "boot"
  media          = "disk"
  size           = 20 * 1024 * 1024 * 1024 # 20 GiB
  clone_drive_id = data.cloudsigma_library_drive.debian.id

  meta = {
    description = "Boot drive of the web server"
  }

  timeouts {
    create = "45m"
  }
}
