# By the UUID of the server.
terraform import cloudsigma_server.web 61d61337-884b-4c87-b4de-f7f48f9cfc84
