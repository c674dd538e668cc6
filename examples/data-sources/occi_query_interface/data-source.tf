data "occi_query_interface" "cloud" {}

output "kinds" {
  value = data.occi_query_interface.cloud.kinds[*].id
}
