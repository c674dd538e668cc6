variable "public_key" {
  description = "The SSH public key that opens the machines, as in ~/.ssh/id_ed25519.pub."
  type        = string
}

variable "vnc_password" {
  description = "The password of the CloudSigma server's console."
  type        = string
  sensitive   = true
}

variable "occi_image" {
  description = "The image of the OCCI machines: a term, scheme#term or title from the cloud's list of OS templates."
  type        = string
  default     = "cirros-0.3.0-x86_64-uec"
}

variable "occi_flavor" {
  description = "The size of the OCCI machines: a term, scheme#term or title from the cloud's list of resource templates."
  type        = string
  default     = "itsy"
}

variable "cloudsigma_image" {
  description = "A regular expression for the name of the library drive that the CloudSigma server boots from."
  type        = string
  default     = "^Ubuntu"
}
