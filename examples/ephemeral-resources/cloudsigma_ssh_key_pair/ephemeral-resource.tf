ephemeral "cloudsigma_ssh_key_pair" "deploy" {
  provider = occi

  comment = "deploy@example.org"
}

# Neither key of the pair is in the plan, and the private key is in no state.
resource "cloudsigma_ssh_key" "deploy" {
  provider = occi

  name           = "deploy"
  public_key_wo  = ephemeral.cloudsigma_ssh_key_pair.deploy.public_key
  private_key_wo = ephemeral.cloudsigma_ssh_key_pair.deploy.private_key
  key_wo_version = 1
}
