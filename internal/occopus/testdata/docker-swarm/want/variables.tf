variable "DOCKER_VERSION" {
  description = "Variable DOCKER_VERSION of the infrastructure."
  type        = string
  default     = "5:20.10.2~3-0~ubuntu-$(lsb_release -cs)"
}

variable "worker_count" {
  description = "Number of instances of the node worker, from 2 to 2."
  type        = number
  default     = 2

  validation {
    condition     = var.worker_count >= 2 && var.worker_count <= 2 && floor(var.worker_count) == var.worker_count
    error_message = "The node worker has from 2 to 2 instances."
  }
}

variable "cloudsigma_endpoint" {
  description = "URL of the CloudSigma API."
  type        = string
  default     = "https://zrh.cloudsigma.com/api/2.0"
}

variable "vnc_password" {
  description = "Password of the VNC console."
  type        = string
  sensitive   = true
}

variable "health_checks" {
  description = "Whether a node is complete only when its health checks pass. They need the nodes to be reachable from here."
  type        = bool
  default     = true
}
