package occi

import "slices"

// Schemes of the categories.
const (
	coreScheme           = "http://schemas.ogf.org/occi/core#"
	infrastructureScheme = "http://schemas.ogf.org/occi/infrastructure#"
	computeActionScheme  = "http://schemas.ogf.org/occi/infrastructure/compute/action#"
	networkActionScheme  = "http://schemas.ogf.org/occi/infrastructure/network/action#"
	storageActionScheme  = "http://schemas.ogf.org/occi/infrastructure/storage/action#"
	ruleScheme           = "http://schemas.openstack.org/occi/infrastructure/network/security#"
	securityScheme       = "http://schemas.ogf.org/occi/infrastructure/security#"
	numberedGroupScheme  = "http://schemas.openstack.org/infrastructure/security/group#"
	instanceScheme       = "http://schemas.openstack.org/compute/instance#"
	credentialsScheme    = "http://schemas.openstack.org/instance/credentials#" //nolint:gosec // A scheme, not a secret.
	instanceActionScheme = "http://schemas.openstack.org/instance/action#"
	networkLinkScheme    = "http://schemas.openstack.org/network/instance#"
	poolScheme           = "http://schemas.openstack.org/network/floatingippool#"
	osTemplateScheme     = "http://schemas.openstack.org/template/os#"
	resourceTplScheme    = "http://schemas.openstack.org/template/resource#"
)

// class is the class of a category.
type class string

const (
	kindClass   class = "kind"
	mixinClass  class = "mixin"
	actionClass class = "action"
)

// category is a kind, a mixin or an action. At most one of flavor, image and group is set.
type category struct {
	class               class
	scheme, term, title string
	related             *category
	// applies is the kind that a mixin is for, nil if it does not say.
	applies    *category
	location   string
	attributes []attributeDefinition
	actions    []*category

	flavor *flavor
	image  *image
	// tenant owns a mixin that a user made; "" is the server's own.
	tenant string
}

// attributeDefinition is an attribute of a category; property is "", "immutable", "required" or both with a
// blank between them. The rest is for the query interface in JSON.
type attributeDefinition struct {
	name, property string
	// valueType is "" for the usual one of the attribute.
	valueType string
	// value is the default, nil if there is none.
	value any
}

func (c *category) String() string { return c.scheme + c.term }

// is tells whether both are the same category: the server's objects change, their identifiers do not.
func (c *category) is(other *category) bool {
	return other != nil && c.scheme == other.scheme && c.term == other.term
}

// isGroup tells whether the category is a security group.
func (c *category) isGroup() bool { return c.related != nil && c.related.is(securityGroupMixin) }

func (c *category) isLinkKind() bool { return c.related != nil && c.related.term == "link" }

func attributes(definitions ...string) []attributeDefinition {
	var list []attributeDefinition
	for i := 0; i+1 < len(definitions); i += 2 {
		list = append(list, attributeDefinition{name: definitions[i], property: definitions[i+1]})
	}
	return list
}

func containsCategory(list []*category, c *category) bool { return slices.ContainsFunc(list, c.is) }
