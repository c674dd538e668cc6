resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

resource "cloudsigma_remote_snapshot" "backup" {
  provider = occi

  name     = "backup of data"
  drive    = cloudsigma_drive.data.id
  location = "FRA"

  timeouts = {
    create = "2h"
  }
}
