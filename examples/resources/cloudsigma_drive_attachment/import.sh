# By the UUIDs of the server and of the drive.
terraform import 'cloudsigma_drive_attachment.data[0]' 4e31777b-92b5-4633-9f31-c28443a63cfd/756f5728-2123-4381-bc7c-f73dc2a3f55f
