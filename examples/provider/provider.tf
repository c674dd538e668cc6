terraform {
  required_providers {
    occi = {
      source = "registry.terraform.io/terraform-provider-occi/occi"
    }
  }
}

# What is not set here is taken from the environment: passwords are best left there.
provider "occi" {
  occi = {
    endpoint = "https://cloud.example.org:8787/"

    keystone = {
      auth_url     = "https://cloud.example.org:5000/v3"
      user_name    = "demo"
      project_name = "demo"
    }
  }

  cloudsigma = {
    location = "zrh"
    username = "user@example.org"
  }
}
