data "occi_query_interface" "cloud" {}

output "kinds" {
  value = [for kind in data.occi_query_interface.cloud.kinds : "${kind.scheme}${kind.term}"]
}
