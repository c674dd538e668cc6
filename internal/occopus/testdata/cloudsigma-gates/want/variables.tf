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
