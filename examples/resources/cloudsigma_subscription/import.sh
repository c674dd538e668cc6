# By the number that the data source cloudsigma_subscriptions shows as id, not by the UUID.
terraform import cloudsigma_subscription.disk 7272
