# By the UUID of the server and the MAC address of the interface.
terraform import cloudsigma_firewall_policy_attachment.web 4e31777b-92b5-4633-9f31-c28443a63cfd/22:bd:c4:49:3c:a9
