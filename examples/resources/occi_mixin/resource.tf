resource "occi_mixin" "nightly" {
  scheme = "http://example.org/backup#"
  term   = "nightly"
}
