resource "occi_storage" "data" {
  title = "data"
  size  = 10
}

data "occi_entity" "data" {
  id = occi_storage.data.id
}

output "actions" {
  value = data.occi_entity.data.actions
}
