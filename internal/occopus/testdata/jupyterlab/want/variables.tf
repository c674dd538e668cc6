variable "username_jupyterlab" {
  description = "Variable username_jupyterlab of the infrastructure."
  type        = string
  default     = "jovyan"
}

variable "pwd_jupyterlab" {
  description = "Variable pwd_jupyterlab of the infrastructure."
  type        = string
  sensitive   = true
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
  default     = "b9b72433-2664-5a51-883b-02ef754f8f1d"
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
