# All snapshots that can be used, the oldest first.
data "cloudsigma_snapshots" "available" {
  provider = occi

  filter {
    name   = "status"
    values = ["available"]
  }
}

output "snapshots" {
  value = [for snapshot in data.cloudsigma_snapshots.available.snapshots : "${snapshot.name} (${snapshot.timestamp})"]
}
