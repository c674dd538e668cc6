resource "cloudsigma_drive" "data" {
  provider = occi

  name  = "data"
  media = "disk"
  size  = 5 * 1024 * 1024 * 1024 # 5 GiB
}

# A snapshot every night, of which seven days, four Sundays and twelve firsts of a month are kept.
resource "cloudsigma_backup_policy" "nightly" {
  provider = occi

  name          = "nightly"
  type          = "snapshot"
  user_timezone = "Europe/Zurich"
  drives        = [cloudsigma_drive.data.id]

  incremental_backup = {
    hour   = "1"
    minute = "0"
  }

  retention_policy = {
    name = "son, father, grandfather"
    rules = [
      { period = "days", quantity = 7 },
      { period = "weeks", quantity = 4, time_option = 0 },
      { period = "months", quantity = 12, time_option = 1 },
    ]
  }
}

# Remote snapshots every two hours of the working day.
resource "cloudsigma_backup_policy" "working_hours" {
  provider = occi

  name            = "working hours"
  type            = "backup"
  user_timezone   = "Europe/Zurich"
  remote_location = "FRA"

  incremental_backup = {
    day_of_week = ["mon", "tue", "wed", "thu", "fri"]
    start_time  = { hour = 7, minute = 0 }
    end_time    = { hour = 19, minute = 0 }
    repeat      = { hour = "*/2" }
  }

  retention_policy = {
    rules = [{ period = "months", quantity = 1 }]
  }
}
