resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

resource "cloudsigma_snapshot" "before_upgrade" {
  provider = occi

  name  = "before the upgrade"
  drive = cloudsigma_drive.data.id

  meta = {
    reason = "upgrade to version 2"
  }
}

# A drive as the other one was then.
resource "cloudsigma_drive" "restored" {
  provider = occi

  name              = "restored"
  media             = "disk"
  size              = cloudsigma_drive.data.size
  clone_snapshot_id = cloudsigma_snapshot.before_upgrade.id
}
