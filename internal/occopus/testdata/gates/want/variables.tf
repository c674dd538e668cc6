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

variable "health_checks" {
  description = "Whether a node is complete only when its health checks pass. They need the nodes to be reachable from here."
  type        = bool
  default     = true
}
