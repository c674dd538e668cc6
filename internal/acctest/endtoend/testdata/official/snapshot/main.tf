resource "cloudsigma_snapshot" "before" {
  name  = "before"
  drive = "{{DRIVE}}"
}
