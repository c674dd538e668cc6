# By the UUID of the ACL.
terraform import cloudsigma_acl.colleague adf048e8-5445-47cf-a09c-fc3cfb2c823f
