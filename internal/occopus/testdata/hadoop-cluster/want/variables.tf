variable "HADOOP_VERSION" {
  description = "Variable HADOOP_VERSION of the infrastructure."
  type        = string
  default     = "3.3.0"
}

variable "CONSUL_VERSION" {
  description = "Variable CONSUL_VERSION of the infrastructure."
  type        = string
  default     = "1.9.1"
}

variable "hadoop_slave_count" {
  description = "Number of instances of the node hadoop-slave, from 2 to 10."
  type        = number
  default     = 2

  validation {
    condition     = var.hadoop_slave_count >= 2 && var.hadoop_slave_count <= 10 && floor(var.hadoop_slave_count) == var.hadoop_slave_count
    error_message = "The node hadoop-slave has from 2 to 10 instances."
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
