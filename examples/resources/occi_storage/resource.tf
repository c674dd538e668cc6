resource "occi_storage" "data" {
  title  = "data"
  size   = 10   # GB
  online = true # brought back online if somebody takes it offline
}
