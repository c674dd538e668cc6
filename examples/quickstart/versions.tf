terraform {
  required_version = ">= 1.8"

  required_providers {
    occi = {
      source = "registry.terraform.io/terraform-provider-occi/occi"
    }
  }
}

# Endpoints and credentials come from the environment: OCCI_ENDPOINT, OS_AUTH_URL, OS_USERNAME, OS_PASSWORD,
# OS_PROJECT_NAME, and CLOUDSIGMA_LOCATION (or CLOUDSIGMA_ENDPOINT), CLOUDSIGMA_USERNAME, CLOUDSIGMA_PASSWORD.
provider "occi" {}
