resource "occi_compute" "web" {
  title             = "web"
  hostname          = "web"
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"

  ssh_key = {
    name       = "admin"
    public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM admin"
  }

  user_data = <<-EOT
    #cloud-config
    packages: [nginx]
  EOT
}
