data "cloudsigma_library_drive" "ubuntu" {
  provider = occi

  name_regex  = "^Ubuntu 24"
  most_recent = true
}
