# By the UUID of the drive.
terraform import cloudsigma_drive.data 43e3cd2b-1d0e-4b0f-9c5c-1ff3a6a1b1c7
