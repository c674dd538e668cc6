# All snapshots that are kept at a location, the oldest first.
data "cloudsigma_remote_snapshots" "zurich" {
  provider = occi

  location = "ZRH"
}

output "kept" {
  value = [for snapshot in data.cloudsigma_remote_snapshots.zurich.remote_snapshots : "${snapshot.drive_meta.name}: ${snapshot.timestamp}"]
}
