resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

resource "cloudsigma_remote_snapshot" "first" {
  provider = occi

  name     = "first"
  drive    = cloudsigma_drive.data.id
  location = "FRA"
}

# The last remote snapshot of a drive, whoever made it: with a cloudsigma_backup_policy, CloudSigma does.
data "cloudsigma_remote_snapshot" "last" {
  provider = occi

  drive       = cloudsigma_drive.data.id
  most_recent = true

  depends_on = [cloudsigma_remote_snapshot.first]
}

resource "cloudsigma_drive" "restored" {
  provider = occi

  name                     = "restored"
  media                    = data.cloudsigma_remote_snapshot.last.drive_meta.media
  size                     = data.cloudsigma_remote_snapshot.last.drive_meta.size
  clone_remote_snapshot_id = data.cloudsigma_remote_snapshot.last.id
}
