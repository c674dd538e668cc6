variable "mungeversion" {
  description = "Variable mungeversion of the infrastructure."
  type        = string
  default     = "0.5.13-2build1"
}

variable "slurmversion" {
  description = "Variable slurmversion of the infrastructure."
  type        = string
  default     = "19.05.5-1"
}

variable "slurm_worker_count" {
  description = "Number of instances of the node slurm-worker, from 2 to 10."
  type        = number
  default     = 2

  validation {
    condition     = var.slurm_worker_count >= 2 && var.slurm_worker_count <= 10 && floor(var.slurm_worker_count) == var.slurm_worker_count
    error_message = "The node slurm-worker has from 2 to 10 instances."
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
