data "occi_storages" "backups" {
  title_regex = "^backup-"
}

output "backup_size" {
  value = sum(concat([0], data.occi_storages.backups.storages[*].size))
}
