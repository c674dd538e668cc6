# The path of the link between the VM and the reservation; its full URL or the last segment do as well.
terraform import occi_floating_ip_association.web /networklink/386c8a89-d97b-45c4-b5ff-1ec77eab9d81_203.0.113.92
