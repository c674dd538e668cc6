# What the descriptors keep secret. Do not put it under version control.
vnc_password = "a-password-of-the-tests"
