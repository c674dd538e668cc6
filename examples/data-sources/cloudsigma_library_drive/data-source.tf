data "cloudsigma_library_drive" "ubuntu" {
  provider = occi

  name_regex  = "^Ubuntu 24"
  most_recent = true
}

# By more than the name.
data "cloudsigma_library_drive" "installed" {
  provider = occi

  most_recent = true

  filter {
    name   = "distribution"
    values = ["Debian"]
  }

  filter {
    name   = "image_type"
    values = ["preinst"]
  }
}
