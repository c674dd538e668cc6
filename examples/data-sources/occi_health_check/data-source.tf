resource "occi_compute" "web" {
  hostname          = "web"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  # The comment has emulated VMs listen (cloud-emulator --live-ports); real ones install what does.
  user_data = <<-EOT
    #cloud-config
    # live-ports: 8080/http
    packages: [nginx]
  EOT
}

# Waits until the VM serves, from wherever Terraform runs.
data "occi_health_check" "web" {
  address = one(occi_compute.web.addresses)
  ports   = [8080]
  http = [{
    url        = "http://{{ip}}:8080/ready"
    status     = [200]
    body_regex = "ready"
  }]
  timeout  = "10m"
  interval = "5s"
}

# What uses it waits with it.
output "web" {
  value = "http://${data.occi_health_check.web.address}:8080/"
}
