# The path of the network's location; its full URL or the last segment do as well.
terraform import occi_network.back /network/7af56536-20dc-44bd-93b3-683ea3519d7a
