resource "cloudsigma_tag" "production" {
  name = "production"
}
