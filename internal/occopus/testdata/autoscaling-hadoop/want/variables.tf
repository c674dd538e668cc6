variable "occopus_restservice_ip" {
  description = "Variable occopus_restservice_ip of the infrastructure."
  type        = string
  default     = "127.0.0.1"
}

variable "occopus_restservice_port" {
  description = "Variable occopus_restservice_port of the infrastructure."
  type        = string
  default     = "5000"
}

variable "hduser_private_key" {
  description = "Variable hduser_private_key of the infrastructure."
  type        = string
  sensitive   = true
}

variable "hduser_public_key" {
  description = "Variable hduser_public_key of the infrastructure."
  type        = string
  default     = "ssh-ed25519 AAAA me@example.org"
}

variable "hadoop_slave_count" {
  description = "Number of instances of the node hadoop-slave, from 1 to 10."
  type        = number
  default     = 1

  validation {
    condition     = var.hadoop_slave_count >= 1 && var.hadoop_slave_count <= 10 && floor(var.hadoop_slave_count) == var.hadoop_slave_count
    error_message = "The node hadoop-slave has from 1 to 10 instances."
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

variable "infra_id" {
  description = "Identifier of the infrastructure, infra_id in templates."
  type        = string
  default     = "31ce3b54-ef64-589c-addb-09f653dd5b38"
}

variable "health_checks" {
  description = "Whether a node is complete only when its health checks pass. They need the nodes to be reachable from here."
  type        = bool
  default     = true
}
