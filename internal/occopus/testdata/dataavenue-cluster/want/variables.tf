variable "storage_secret_key" {
  description = "Variable secret_key of the node storage."
  type        = string
  sensitive   = true
}

variable "storage_count" {
  description = "Number of instances of the node storage, from 1 to 1."
  type        = number
  default     = 1

  validation {
    condition     = var.storage_count >= 1 && var.storage_count <= 1 && floor(var.storage_count) == var.storage_count
    error_message = "The node storage has from 1 to 1 instances."
  }
}

variable "occi_endpoint" {
  description = "URL of the OCCI server in front of Nova. Without it OCCI_ENDPOINT is taken."
  type        = string
  default     = null
}

variable "keystone_url" {
  description = "URL of Keystone."
  type        = string
  default     = "https://keystone.example.org:5000/v3"
}

variable "public_key_admin" {
  description = "Public key of the key pair admin, as in authorized_keys."
  type        = string
}

variable "health_checks" {
  description = "Whether a node is complete only when its health checks pass. They need the nodes to be reachable from here."
  type        = bool
  default     = true
}
