resource "cloudsigma_ssh_key" "own" {
  name       = "own"
  public_key = "{{PUBLIC_KEY}}"
}

resource "cloudsigma_ssh_key" "generated" {
  name = "generated"
}
