data "occi_storage" "data" {
  title = "data"
}
