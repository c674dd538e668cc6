resource "occi_compute" "worker" {
  count = 2

  title             = "worker-${count.index}"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}

data "occi_computes" "workers" {
  title_regex = "^worker-"

  depends_on = [occi_compute.worker]
}

output "stopped_workers" {
  value = [for vm in data.occi_computes.workers.computes : vm.id if vm.power_state != "active"]
}
