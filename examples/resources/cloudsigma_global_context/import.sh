# There is one for an account, and this is its id.
terraform import cloudsigma_global_context.this global_context
