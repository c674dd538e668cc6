locals {
  infra_name = "features"
  variables = {
    common = var.common
    port   = var.port
  }
  web_front_variables = merge(local.variables, {
    settings = {
      level   = "debug"
      retries = 3
    }
    port    = 9090
    targets = ["base", "other"]
  })
}

# Node base, of the type base_node.
resource "occi_compute" "base" {
  count = var.base_count

  title = format("%s-%d", provider::occi::jinja("base-{{cut(infra_id,0,4)}}", {
    infra_id = var.infra_id
  }), count.index)
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"

  user_data = provider::occi::jinja(file("${path.module}/templates/base.yaml"), {
    infra_id = var.infra_id
    name     = "base"
    node_id  = uuidv5("url", "occopus:${var.infra_id}/base/${count.index}")
    scaling  = { min = 2, max = 4 }
    contextualisation = {
      attributes = {
        role = "base"
      }
    }
  })

  health_check = var.health_checks ? {
    ping = true
  } : null
}

# Node other, of the type ec2_node.
# Not translated: the node: the provider has no resource for the type ec2.

# Node web-front, of the type web_node.
# Not translated: mapping of an attribute of other: it is passed on by Chef; pass it by the template of user_data.
# Not translated: mapping of an attribute of other: it is passed on by Chef; pass it by the template of user_data.
# Not translated: volume_size = 10: OCCI cannot boot a VM from a new volume.
# Not translated: colour = blue: the resource has no argument for it.
resource "occi_compute" "web_front" {
  title             = "${local.infra_name}-web-front"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"

  user_data = provider::occi::jinja(file("${path.module}/templates/web_front.yaml"), {
    infra_name = local.infra_name
    user_id    = "me@example.org"
    variables  = local.web_front_variables
    getprivip = {
      base  = occi_compute.base[0].addresses[0]
      other = var.other_address
    }
    getipall = {
      base  = occi_compute.base[*].addresses[0]
      other = [var.other_address]
    }
  })

  health_check = var.health_checks ? {
    ping = true
  } : null

  depends_on = [occi_compute.base]
}

# Node old, of the type chef_node.
# Not translated: config_management chef: the provider has no configuration managers; let user_data install and start the agent.
# Not translated: attributes: they are for the recipes of Chef.
# Not translated: context_template: it calls cmd, which Occopus executes while it renders.
resource "occi_compute" "old" {
  title             = "${local.infra_name}-old"
  os_template       = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
  resource_template = "m1.small"

  health_check = var.health_checks ? {
    ping = true
  } : null

  depends_on = [occi_compute.base]
}
