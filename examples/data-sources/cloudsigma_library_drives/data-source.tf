# Everything of Debian that is installed already.
data "cloudsigma_library_drives" "debian" {
  provider = occi

  name_regex = "^Debian"

  filter {
    name   = "image_type"
    values = ["preinst"]
  }
}

output "debian_versions" {
  value = data.cloudsigma_library_drives.debian.library_drives[*].version
}
