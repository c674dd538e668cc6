variable "occi_endpoint" {
  description = "URL of the OCCI server."
  type        = string
  default     = "https://occi.example.org:8787/"
}

variable "public_key__home_me__ssh_id_rsa_pub" {
  description = "Public key that the descriptor has in the file /home/me/.ssh/id_rsa.pub."
  type        = string
}

variable "health_checks" {
  description = "Whether a node is complete only when its health checks pass. They need the nodes to be reachable from here."
  type        = bool
  default     = true
}
