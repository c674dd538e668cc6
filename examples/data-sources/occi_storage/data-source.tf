resource "occi_storage" "data" {
  title = "data"
  size  = 1
}

# By title; id selects as well. Exactly one volume must match.
data "occi_storage" "data" {
  title = occi_storage.data.title
}
