# What the descriptors keep secret. Do not put it under version control.
pwd_jupyter = "sha1:0123456789ab"
