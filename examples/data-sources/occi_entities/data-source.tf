resource "occi_storage" "data" {
  title = "data"
  size  = 10
}

data "occi_entities" "online" {
  kind       = "http://schemas.ogf.org/occi/infrastructure#storage"
  attributes = { "occi.storage.state" = "online" }
  depends_on = [occi_storage.data]
}

output "online" {
  value = data.occi_entities.online.entities[*].id
}
