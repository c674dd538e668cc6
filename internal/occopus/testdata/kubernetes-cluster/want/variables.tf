variable "kubernetesversion" {
  description = "Variable kubernetesversion of the infrastructure."
  type        = string
  default     = "1.20.5-00"
}

variable "kubemaster_private_key" {
  description = "Variable kubemaster_private_key of the infrastructure."
  type        = string
  sensitive   = true
}

variable "kubernetes_slave_count" {
  description = "Number of instances of the node kubernetes-slave, from 4 to 10."
  type        = number
  default     = 4

  validation {
    condition     = var.kubernetes_slave_count >= 4 && var.kubernetes_slave_count <= 10 && floor(var.kubernetes_slave_count) == var.kubernetes_slave_count
    error_message = "The node kubernetes-slave has from 4 to 10 instances."
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
