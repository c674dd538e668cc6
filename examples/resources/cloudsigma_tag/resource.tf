resource "cloudsigma_tag" "production" {
  provider = occi

  name = "production"
  meta = {
    team = "web"
  }

  # These shall have the tag. Others that have it by their own tags are left alone.
  resources = [cloudsigma_drive.data.id]
}

resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 1024 * 1024 * 1024 # 1 GiB
}

# The other end: this drive names the tag itself.
resource "cloudsigma_drive" "log" {
  provider = occi

  name  = "log"
  media = "disk"
  size  = 1024 * 1024 * 1024
  tags  = [cloudsigma_tag.production.id]
}
