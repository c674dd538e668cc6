resource "occi_compute" "web" {
  title             = "web"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

# On servers that allocate addresses for a VM. On servers that reserve them (ooi, OCCI 1.2), leave compute_id out
# and use occi_floating_ip_association.
resource "occi_floating_ip" "web" {
  pool       = "nova"
  compute_id = occi_compute.web.id
}

output "address" {
  value = occi_floating_ip.web.address
}
