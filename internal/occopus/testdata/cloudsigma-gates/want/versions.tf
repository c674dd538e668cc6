terraform {
  required_version = ">= 1.8"

  required_providers {
    occi = {
      source = "registry.terraform.io/terraform-provider-occi/occi"
    }
  }
}
