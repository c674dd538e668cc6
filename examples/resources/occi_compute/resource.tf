variable "admin_password" {
  type      = string
  sensitive = true
  ephemeral = true # in no plan and no state
}

resource "occi_storage" "data" {
  title = "data"
  size  = 10
}

resource "occi_compute" "web" {
  title             = "web"
  hostname          = "web"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  # Made together with the VM where the server can. For volumes of a VM that runs use occi_storage_link.
  volumes = [occi_storage.data.id]

  ssh_key = {
    name       = "admin"
    public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM admin"
  }

  user_data = <<-EOT
    #cloud-config
    packages: [nginx]
  EOT

  # Where the server has the action chg_pwd, as OpenStack's has. Another version sets the password again.
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1

  # A change restarts the VM once.
  restart_triggers = {
    kernel_parameters = "quiet"
  }
  restart_method = "warm"
}

# What depends on this VM waits until the services on it work. Each refresh looks again, and a plan replaces the VM when they
# have been failing for five minutes.
resource "occi_compute" "database" {
  hostname          = "database"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "bitsy"

  # The comment has emulated VMs listen (cloud-emulator --live-ports); real ones install what does.
  user_data = <<-EOT
    #cloud-config
    # live-ports: 2222/ssh, 5000/http
    packages: [mariadb-server]
  EOT

  health_check = {
    ports    = [2222]
    urls     = ["http://{{ip}}:5000/ready"]
    ssh      = { port = 2222 }
    timeout  = "15m"
    interval = "5s"

    unhealthy_after = "5m"
  }
  monitor      = true
  on_unhealthy = "replace"
}
