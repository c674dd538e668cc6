# What the descriptors keep secret. Do not put it under version control.
storage_secret_key = "a-secret-of-the-tests"
