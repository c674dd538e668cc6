# For ooi.

data "occi_resource_templates" "all" {}

# The sizes of the flavors, where the server tells them.
output "memory_in_gib" {
  value = { for flavor in data.occi_resource_templates.all.templates : flavor.title => flavor.memory }
}
