# A blank drive.
resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

# A clone of a drive of the library. When it grows, a server that runs with it is shut down and started again; one that does
# not react to its power button within five minutes is switched off.
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

  stop_for_update  = true
  shutdown_timeout = "5m"

  meta = {
    description = "Boot drive of the web server"
  }

  timeouts {
    create = "45m"
  }
}

# A fast drive, on other storage hosts than the first one, that several servers can have at once.
resource "cloudsigma_drive" "shared" {
  provider = occi

  name             = "shared"
  media            = "disk"
  size             = 10 * 1024 * 1024 * 1024 # 10 GiB
  storage_type     = "nvme"
  allow_multimount = true
  avoid            = [cloudsigma_drive.data.id]
}

# An image of one's own, which is uploaded. `qemu-img convert -O raw` makes a raw one of most others.
resource "cloudsigma_drive" "image" {
  provider = occi

  name          = "image"
  media         = "disk"
  size          = 1024 * 1024 * 1024 # 1 GiB
  source        = "${path.module}/image.raw"
  source_sha256 = filesha256("${path.module}/image.raw")

  timeouts {
    create = "2h"
  }
}
