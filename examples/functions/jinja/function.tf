# The context template of an Occopus worker, as it is: {{getip('master')}} is the address of the master.
resource "occi_compute" "worker" {
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  user_data = provider::occi::jinja(file("${path.module}/cloud_init_worker.yaml"), {
    variables = { port = 2377 }
    getip     = { master = occi_compute.master.addresses[0] }
  })
}

resource "occi_compute" "master" {
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}
