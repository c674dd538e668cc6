# Credentials come from the environment: OS_USERNAME and OS_PASSWORD, or what else Keystone takes, for OCCI;
# CLOUDSIGMA_USERNAME and CLOUDSIGMA_PASSWORD for CloudSigma.
provider "occi" {
  cloudsigma = {
    endpoint = var.cloudsigma_endpoint
  }
}
