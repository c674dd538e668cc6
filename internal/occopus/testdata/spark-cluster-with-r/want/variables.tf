variable "SPARK_VERSION" {
  description = "Variable SPARK_VERSION of the infrastructure."
  type        = string
  default     = "3.0.1"
}

variable "SPARK_HADOOP_VERSION" {
  description = "Variable SPARK_HADOOP_VERSION of the infrastructure."
  type        = number
  default     = 3.2
}

variable "RSTUDIO_VERSION" {
  description = "Variable RSTUDIO_VERSION of the infrastructure."
  type        = string
  default     = "1.4.1103-amd64"
}

variable "spark_worker_count" {
  description = "Number of instances of the node spark-worker, from 2 to 10."
  type        = number
  default     = 2

  validation {
    condition     = var.spark_worker_count >= 2 && var.spark_worker_count <= 10 && floor(var.spark_worker_count) == var.spark_worker_count
    error_message = "The node spark-worker has from 2 to 10 instances."
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
