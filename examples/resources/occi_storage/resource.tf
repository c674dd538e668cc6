resource "occi_storage" "data" {
  title = "data"
  size  = 1.0 # GB
}
