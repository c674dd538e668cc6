# What the descriptors keep secret. Do not put it under version control.
db_password = "a-password-of-the-tests"
