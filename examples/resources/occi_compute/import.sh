# The path of the machine's location; its full URL or the last segment do as well.
terraform import occi_compute.web /compute/d54b4344-16be-486a-9871-2c566ef2263d
