resource "occi_mixin" "nightly" {
  scheme = "http://example.org/backup#"
  term   = "nightly"
}

resource "occi_storage" "data" {
  title = "data"
  size  = 10
}

resource "occi_mixin_association" "nightly" {
  entity_id = occi_storage.data.id
  mixin     = occi_mixin.nightly.id
}

# All that has the tag.
data "occi_entities" "nightly" {
  mixin      = occi_mixin.nightly.id
  depends_on = [occi_mixin_association.nightly]
}

output "nightly" {
  value = data.occi_entities.nightly.entities[*].title
}
