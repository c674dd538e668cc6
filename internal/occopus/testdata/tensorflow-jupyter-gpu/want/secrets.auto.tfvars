# What the descriptors keep secret. Do not put it under version control.
JUPYTER_PASSWORD = "tensorflow"
