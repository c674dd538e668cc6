# The node of the article "OCCOPUS – a Powerful Interface for Orchestrating Infrastructure in the Cloud": a server at the
# site zrh (provider: location or endpoint), with what its resource section says. The key and the firewall policy, which
# Occopus wants to be registered before, are made here.

variable "vnc_password" {
  description = "Password of the server's console."
  type        = string
  sensitive   = true
}

variable "public_key" {
  description = "SSH public key that opens the server."
  type        = string
}

# libdrive_id: the drive of the library by its name instead of its UUID.
data "cloudsigma_library_drive" "ubuntu" {
  provider = occi

  name_regex  = "^Ubuntu"
  most_recent = true
}

# Occopus copies the drive, and deletes the copy with the server.
resource "cloudsigma_drive" "node" {
  provider = occi

  name           = "node"
  media          = "disk"
  size           = data.cloudsigma_library_drive.ubuntu.size
  clone_drive_id = data.cloudsigma_library_drive.ubuntu.id
}

# pubkeys
resource "cloudsigma_ssh_key" "admin" {
  provider = occi

  name       = "admin"
  public_key = var.public_key
}

# firewall_policy: the ports 22 and 8080 are open.
resource "cloudsigma_firewall_policy" "node" {
  provider = occi

  name = "node"

  rules = [
    { action = "accept", direction = "in", ip_proto = "tcp", dst_port = "22" },
    { action = "accept", direction = "in", ip_proto = "tcp", dst_port = "8080" },
    { action = "drop", direction = "in" },
  ]
}

resource "cloudsigma_server" "node" {
  provider = occi

  name         = "node"
  cpu          = 2000       # description.cpu, MHz
  memory       = 2147483648 # description.mem, bytes
  vnc_password = var.vnc_password
  ssh_keys     = [cloudsigma_ssh_key.admin.id]

  # contextualisation. The comment has emulated servers listen (cloud-emulator --live-ports); real ones install what does.
  user_data = <<-EOT
    #cloud-config
    # live-ports: 8080/http
    packages: [nginx]
  EOT

  # health_check. Without it Occopus pings.
  health_check = {
    ports = [8080]
  }

  drive {
    uuid = cloudsigma_drive.node.id
  }

  # nics: conf = dhcp gives a public address.
  network {
    type                 = "dhcp"
    firewall_policy_uuid = cloudsigma_firewall_policy.node.id
  }
}

output "address" {
  description = "Public address of the server."
  value       = cloudsigma_server.node.ipv4_address
}
