# Credentials come from the environment: OS_USERNAME and OS_PASSWORD, or what else Keystone takes, for OCCI;
# CLOUDSIGMA_USERNAME and CLOUDSIGMA_PASSWORD for CloudSigma.
provider "occi" {
  occi = {
    endpoint = var.occi_endpoint
    keystone = {
      auth_url   = var.keystone_url
      project_id = "3f9c1e4d0b8a4c7f9e2d6a5b1c0f8e7d"
    }
  }
}
