resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

# By its name, which has to be the only one.
data "cloudsigma_drive" "by_name" {
  provider = occi

  name = cloudsigma_drive.data.name
}

# By its UUID.
data "cloudsigma_drive" "by_uuid" {
  provider = occi

  uuid = cloudsigma_drive.data.uuid
}

# By what it is.
data "cloudsigma_drive" "by_fields" {
  provider = occi

  filter {
    name   = "name"
    values = [cloudsigma_drive.data.name]
  }

  filter {
    name   = "storage_type"
    values = ["dssd", "nvme"]
  }
}
