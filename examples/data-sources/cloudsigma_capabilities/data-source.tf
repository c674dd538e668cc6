data "cloudsigma_capabilities" "here" {
  provider = occi
}

output "largest_drive" {
  value = { for type, drive in data.cloudsigma_capabilities.here.drives : type => drive.size.max }
}
