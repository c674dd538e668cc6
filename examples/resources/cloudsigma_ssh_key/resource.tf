resource "cloudsigma_ssh_key" "admin" {
  provider = occi

  name       = "admin"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM admin"
}
