package occopus

import (
	"fmt"
	"slices"
	"strings"
)

// clouds are the clouds that the nodes are on. A provider block is for at most one of each kind; those beyond have an
// alias.
type clouds struct {
	cloudSigmas []cloudSigmaCloud
	occis       []occiCloud
}

type cloudSigmaCloud struct {
	endpoint string
	variable expression
}

// occiCloud is an OCCI server: its own endpoint, or that of the Keystone before the Nova that it is for.
type occiCloud struct {
	endpoint, keystone, project, tenant, domain string
	endpointVariable, keystoneVariable          expression
}

// provider refers to the provider block with that number.
func provider(number int) string {
	if number == 0 {
		return "occi"
	}
	return fmt.Sprintf("occi.cloud_%d", number+1)
}

// cloudSigma is the provider of a resource section of the type cloudsigma.
func (c *clouds) cloudSigma(conversion *conversion, resource *node) (string, error) {
	endpoint, err := resource.required("endpoint")
	if err != nil {
		return "", err
	}
	number := slices.IndexFunc(c.cloudSigmas, func(cloud cloudSigmaCloud) bool { return cloud.endpoint == endpoint })
	if number < 0 {
		number = len(c.cloudSigmas)
		c.cloudSigmas = append(c.cloudSigmas, cloudSigmaCloud{endpoint, conversion.inputs.add(input{
			name: "cloudsigma_endpoint", kind: "string", standard: quoted(endpoint), description: "URL of the CloudSigma API.",
		})})
	}
	return provider(number), nil
}

// occi is the provider of a resource section of the type nova or occi.
func (c *clouds) occi(conversion *conversion, from *implementation) (string, error) {
	resource := from.resource
	endpoint, err := resource.required("endpoint")
	if err != nil {
		return "", err
	}
	wanted := occiCloud{endpoint: endpoint}
	if from.kind == "nova" {
		wanted = occiCloud{keystone: endpoint}
		for _, field := range []struct {
			into *string
			key  string
		}{{&wanted.project, "project_id"}, {&wanted.tenant, "tenant_name"}, {&wanted.domain, "user_domain_name"}} {
			if *field.into, err = resource.get(field.key).string(field.key); err != nil {
				return "", err
			}
		}
	}
	for number, cloud := range c.occis {
		if cloud.endpointVariable, cloud.keystoneVariable = "", ""; cloud == wanted {
			return provider(number), nil
		}
	}
	description, standard := "URL of the OCCI server in front of Nova. Without it OCCI_ENDPOINT is taken.", expression("null")
	if wanted.endpoint != "" {
		description, standard = "URL of the OCCI server.", quoted(wanted.endpoint)
	}
	made := wanted
	made.endpointVariable = conversion.inputs.add(input{name: "occi_endpoint", kind: "string", standard: standard, description: description})
	if wanted.keystone != "" {
		made.keystoneVariable = conversion.inputs.add(input{
			name: "keystone_url", kind: "string", standard: quoted(wanted.keystone), description: "URL of Keystone.",
		})
	}
	c.occis = append(c.occis, made)
	return provider(len(c.occis) - 1), nil
}

func (c *clouds) bytes() ([]byte, error) {
	file := newFile()
	file.comment("Credentials come from the environment: OS_USERNAME and OS_PASSWORD, or what else Keystone takes, for OCCI;\n" +
		"CLOUDSIGMA_USERNAME and CLOUDSIGMA_PASSWORD for CloudSigma.")
	for number := range max(len(c.cloudSigmas), len(c.occis), 1) {
		block := file.nested("provider", "occi")
		if number > 0 {
			block.set("alias", quoted(strings.TrimPrefix(provider(number), "occi.")))
			block.gap()
		}
		if number < len(c.occis) {
			block.set("occi", c.occis[number].object())
		}
		if number < len(c.cloudSigmas) {
			var cloud fields
			cloud.add("endpoint", c.cloudSigmas[number].variable)
			block.set("cloudsigma", cloud.object())
		}
	}
	return file.bytes()
}

func (o occiCloud) object() expression {
	var cloud, keystone fields
	cloud.add("endpoint", o.endpointVariable)
	if o.keystoneVariable == "" {
		return cloud.object()
	}
	keystone.add("auth_url", o.keystoneVariable)
	for _, field := range []struct{ name, value string }{
		{"project_id", o.project}, {"tenant_name", o.tenant}, {"user_domain_name", o.domain},
	} {
		if field.value != "" {
			keystone.add(field.name, quoted(field.value))
		}
	}
	cloud.add("keystone", keystone.object())
	return cloud.object()
}
