# The path of the interface's location; its full URL or the last segment do as well.
terraform import occi_network_interface.database /networklink/386c8a89-d97b-45c4-b5ff-1ec77eab9d81_192.168.7.155
