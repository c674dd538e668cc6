# The path of the reservation; its full URL or the last segment do as well.
terraform import occi_floating_ip.web /ipreservation/f3c2ff67-aa09-4ef6-ab70-951ab4ce6601

# On occi-os the path of the link between the VM and the network.
terraform import occi_floating_ip.web /network/interface/97e47e2e-b963-4f7b-9a4f-2d9831e0783d

# On servers with the action alloc_float_ip the path of the VM.
terraform import occi_floating_ip.web /compute/90c9b31e-4956-4cdb-b15c-fcc98631322e
