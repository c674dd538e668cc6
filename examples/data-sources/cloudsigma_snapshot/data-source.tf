resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

resource "cloudsigma_snapshot" "first" {
  provider = occi

  name  = "first"
  drive = cloudsigma_drive.data.id
}

# The last snapshot of a drive, whoever made it.
data "cloudsigma_snapshot" "last" {
  provider = occi

  drive       = cloudsigma_drive.data.id
  most_recent = true

  depends_on = [cloudsigma_snapshot.first]
}
