# The type identifier of the template; its term or its name do as well.
terraform import occi_image.web http://schemas.openstack.org/template/os#web-2026-11
