data "cloudsigma_cloud_status" "here" {
  provider = occi
}

output "remote_snapshots" {
  value = data.cloudsigma_cloud_status.here.remote_snapshots
}
