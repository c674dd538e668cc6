# A cluster with one master and workers, as Occopus scales a node: count is between min and max of its section scaling.

variable "workers" {
  description = "Number of workers, from 2 to 10. Change it and apply, as occopus-scale does."
  type        = number
  default     = 2

  validation {
    condition     = var.workers >= 2 && var.workers <= 10
    error_message = "There are from 2 to 10 workers."
  }
}

resource "occi_compute" "master" {
  title             = "master"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  user_data = provider::occi::jinja(file("${path.module}/cloud_init_master.yaml"), {})

  health_check = {
    ports = [2375, 2377]
  }
}

resource "occi_compute" "worker" {
  count = var.workers

  title             = "worker-${count.index}"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  # getip('master') in the template is the address of the master. The reference makes the workers wait for its checks, too.
  user_data = provider::occi::jinja(file("${path.module}/cloud_init_worker.yaml"), {
    name  = "worker-${count.index}"
    getip = { master = occi_compute.master.addresses[0] }
  })

  health_check = {
    ports = [7946]
  }
}

output "workers" {
  description = "Addresses of the workers, what getipall('worker') is in templates."
  value       = occi_compute.worker[*].addresses[0]
}
