data "occi_query_interface" "cloud" {}

data "occi_query_interface" "links" {
  class    = "kind"
  relation = "http://schemas.ogf.org/occi/core#link"
}

output "kinds" {
  value = data.occi_query_interface.cloud.kinds[*].id
}

output "kinds_of_links" {
  value = data.occi_query_interface.links.kinds[*].id
}
