# What the descriptors keep secret. Do not put it under version control.
pwd_jupyterlab = "secret"
