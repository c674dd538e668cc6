variable "common" {
  description = "Variable common of the infrastructure."
  type        = any
  default = {
    level   = "info"
    retries = 3
  }
}

variable "port" {
  description = "Variable port of the infrastructure."
  type        = number
  default     = 8080
}

variable "base_count" {
  description = "Number of instances of the node base, from 2 to 4."
  type        = number
  default     = 2

  validation {
    condition     = var.base_count >= 2 && var.base_count <= 4 && floor(var.base_count) == var.base_count
    error_message = "The node base has from 2 to 4 instances."
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

variable "infra_id" {
  description = "Identifier of the infrastructure, infra_id in templates."
  type        = string
  default     = "features-1"
}

variable "health_checks" {
  description = "Whether a node is complete only when its health checks pass. They need the nodes to be reachable from here."
  type        = bool
  default     = true
}

variable "other_address" {
  description = "Address of the node other, which is not in this configuration."
  type        = string
}
