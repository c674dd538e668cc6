# For servers of OCCI 1.2.

resource "occi_storage" "data" {
  title = "data"
  size  = 10
}

# One snapshot for each release.
resource "occi_storage_snapshot" "data" {
  storage_id = occi_storage.data.id
  triggers   = { release = "2.1" }
}

resource "occi_storage_snapshot" "archive" {
  storage_id = occi_storage.data.id
  method     = "backup"
}

# Where the server shows the snapshot it is a volume like any other.
data "occi_storage" "snapshot" {
  id = occi_storage_snapshot.data.snapshot_id
}

output "snapshot_size" {
  value = data.occi_storage.snapshot.size
}
