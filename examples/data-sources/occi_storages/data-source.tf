resource "occi_storage" "backup" {
  count = 2

  title = "backup-${count.index}"
  size  = 1
}

data "occi_storages" "backups" {
  title_regex = "^backup-"

  depends_on = [occi_storage.backup]
}

output "backup_size" {
  value = sum(data.occi_storages.backups.storages[*].size)
}
