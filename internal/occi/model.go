package occi

import (
	"errors"
	"slices"
	"strings"
)

// Class tells what a category is (GFD.185, section 3.5.1, "class").
type Class string

// The classes of categories.
const (
	ClassKind   Class = "kind"
	ClassMixin  Class = "mixin"
	ClassAction Class = "action"
)

// AttributeType is the type of an attribute's values (GFD.226, section 3.5.1).
type AttributeType string

// The types of attributes.
const (
	AttributeTypeString  AttributeType = "string"
	AttributeTypeNumber  AttributeType = "number"
	AttributeTypeBoolean AttributeType = "boolean"
	AttributeTypeArray   AttributeType = "array"
	AttributeTypeObject  AttributeType = "object"
)

// AttributeDefinition is an attribute as the query interface describes it. What follows Required is told in
// application/occi+json only, see [Client.DetailedQueryInterface].
type AttributeDefinition struct {
	Name      string
	Immutable bool
	Required  bool
	// Type is empty if the server does not tell it.
	Type AttributeType
	// Default is what the server takes if the attribute is not sent; the zero value if there is none.
	Default Value
	// Pattern is a JSON schema, or in rOCCI-server a regular expression.
	Pattern     string
	Description string
}

// Value reads a text as the attribute's type wants it: a number and a boolean become bare values, a list and an
// object are JSON. Without a known type it is a string. The error says what the text is not.
func (d AttributeDefinition) Value(text string) (Value, error) {
	switch d.Type {
	case AttributeTypeNumber:
		return parseNumber(text)
	case AttributeTypeBoolean:
		boolean, err := String(text).Bool()
		if err != nil {
			return Value{}, err
		}

		return Bool(boolean), nil
	case AttributeTypeArray, AttributeTypeObject:
		return Structure(text)
	case AttributeTypeString:
		return String(text), nil
	default:
		return String(text), nil
	}
}

// Category is a kind, a mixin or an action (GFD.183).
type Category struct {
	TypeID

	Class Class
	// Title is for people; occi-os leaves blanks around it and puts a word like "Image: " before it.
	Title string
	// Relations are the identifiers of "rel": the parent of a kind, what a mixin depends on.
	Relations []TypeID
	// Applies are the kinds that a mixin is for; it is told in application/occi+json only.
	Applies []TypeID
	// Location is where the entities of a kind or mixin are listed. Categories from a [Client] have a
	// path on the endpoint here, those from a rendering what the server wrote.
	Location   string
	Attributes []AttributeDefinition
	Actions    []TypeID
}

// templateScheme is the scheme of OpenStack's templates that are related to a type; empty for all types
// but os_tpl and resource_tpl.
func templateScheme(relation TypeID) string {
	switch relation.String() {
	case "http://schemas.ogf.org/occi/infrastructure#os_tpl":
		return "http://schemas.openstack.org/template/os#"
	case "http://schemas.ogf.org/occi/infrastructure#resource_tpl":
		return "http://schemas.openstack.org/template/resource#"
	default:
		return ""
	}
}

// IsRelatedTo reports whether id is among the relations. A category without relations is also related
// to os_tpl or resource_tpl when it is in OpenStack's scheme for such templates, because some servers
// leave "rel" out.
func (c Category) IsRelatedTo(id TypeID) bool {
	if len(c.Relations) == 0 {
		return c.Scheme != "" && c.Scheme == templateScheme(id)
	}

	return slices.Contains(c.Relations, id)
}

// ActionLink is an action that an entity offers in its present state.
type ActionLink struct {
	Action TypeID
	// Target is where the action is invoked, as the server wrote it. [Client.Act] does not need it.
	Target string
}

// Link is a link as the rendering of its source shows it (GFD.185, section 3.5.2).
type Link struct {
	// Target is the resource linked to. In entities from a [Client] it is a path on the endpoint, and the
	// attribute occi.core.target wins over what is between the angle brackets: ooi writes the link's own
	// URL there.
	Target string
	// Relations are the types of the target.
	Relations []TypeID
	// Self is the location of the link itself, empty if it has none yet.
	Self string
	// Categories are the types of the link: its kind, then its mixins.
	Categories []TypeID
	Attributes Attributes
}

// Entity is a resource or a link with all a server tells about it.
type Entity struct {
	// Location is the path on the endpoint.
	Location string
	Kind     Category
	// Mixins are in the server's order. occi-os adds a template at every change and keeps the former
	// ones: there the last template is the current one.
	Mixins     []Category
	Attributes Attributes
	Links      []Link
	Actions    []ActionLink
}

// Offers reports whether the entity lists the action now. occi-os lists chg_pwd and create_image
// by chance only, though they always work.
func (e Entity) Offers(action TypeID) bool {
	return slices.ContainsFunc(e.Actions, func(link ActionLink) bool { return link.Action == action })
}

// Mixin returns the last mixin that is related to a type, for templates the current one.
func (e Entity) Mixin(relation TypeID) (Category, bool) {
	for _, mixin := range slices.Backward(e.Mixins) {
		if mixin.IsRelatedTo(relation) {
			return mixin, true
		}
	}

	return Category{}, false
}

// HasMixin reports whether the entity shows the very mixin.
func (e Entity) HasMixin(mixin TypeID) bool {
	return slices.ContainsFunc(e.Mixins, func(category Category) bool { return category.TypeID == mixin })
}

// Message is what one rendering carries.
type Message struct {
	Categories []Category
	Attributes Attributes
	Links      []Link
	Actions    []ActionLink
	Locations  []string
	// Entities are the members of a collection in application/occi+json, which are told without locations.
	Entities []Entity
}

var errNoKind = errors.New("the answer shows no kind, so it is not the rendering of an entity")

// Entity reads the message as the rendering of one entity, or of a collection of one. Location stays empty.
func (m Message) Entity() (*Entity, error) {
	if len(m.Categories) == 0 && len(m.Entities) == 1 {
		return &m.Entities[0], nil
	}

	kind := slices.IndexFunc(m.Categories, func(category Category) bool { return category.Class == ClassKind })
	if kind < 0 {
		return nil, errNoKind
	}

	mixins := make([]Category, 0, len(m.Categories)-1)
	for _, category := range m.Categories {
		if category.Class == ClassMixin {
			mixins = append(mixins, category)
		}
	}

	return &Entity{
		Kind:       m.Categories[kind],
		Mixins:     mixins,
		Attributes: m.Attributes,
		Links:      m.Links,
		Actions:    m.Actions,
	}, nil
}

// isActionTarget reports whether a link's target is an action: its query names one.
func isActionTarget(target string) bool {
	_, query, _ := strings.Cut(target, "?")

	return slices.ContainsFunc(strings.Split(query, "&"), func(parameter string) bool {
		return strings.HasPrefix(parameter, "action=")
	})
}
