package occopus

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// implementation is one of the ways in which a node definition makes a node.
type implementation struct {
	Position
	// resource is the kind of the resource section, such as nova.
	kind string
	// The sections; those but resource may be nil.
	resource, contextualisation, configManagement, healthCheck *node
}

// definitionPrefix begins the keys of node definitions.
const definitionPrefix = "node_def:"

// readDefinitions reads node definitions, by the type of node.
func readDefinitions(files []string) (map[string][]*implementation, error) {
	definitions := map[string][]*implementation{}
	for _, file := range files {
		root, err := load(file)
		if err != nil {
			return nil, err
		}
		if root == nil || root.kind != mappingKind {
			return nil, &Error{Position{file, 1, 1}, "these are no node definitions: the file is no mapping"}
		}
		for _, entry := range root.entries {
			kind, ok := strings.CutPrefix(entry.key, definitionPrefix)
			if !ok {
				return nil, &Error{entry.Position, fmt.Sprintf("%q is no node definition: its name begins with %s", entry.key, definitionPrefix)}
			}
			if definitions[kind] != nil {
				return nil, &Error{entry.Position, fmt.Sprintf("%s is defined twice", entry.key)}
			}
			if definitions[kind], err = readImplementations(entry); err != nil {
				return nil, err
			}
		}
	}
	return definitions, nil
}

func readImplementations(definition entry) ([]*implementation, error) {
	items := definition.value.items
	if definition.value.kind == mappingKind {
		items = []*node{definition.value}
	}
	if len(items) == 0 {
		return nil, &Error{definition.Position, definition.key + " has no implementations"}
	}
	var implementations []*implementation
	for _, item := range items {
		if item.kind != mappingKind {
			return nil, item.errorf("an implementation is a mapping, not %s", item.kind)
		}
		read, err := readImplementation(item)
		if err != nil {
			return nil, err
		}
		implementations = append(implementations, read)
	}
	return implementations, nil
}

func readImplementation(item *node) (*implementation, error) {
	read := &implementation{Position: item.Position}
	err := checkKeys(item, "a node definition", "config_management", "contextualisation", "health_check", "resource")
	for _, section := range []struct {
		into **node
		key  string
	}{
		{&read.resource, "resource"},
		{&read.contextualisation, "contextualisation"},
		{&read.configManagement, "config_management"},
		{&read.healthCheck, "health_check"},
	} {
		if err == nil {
			*section.into, err = item.mapping(section.key)
		}
	}
	if err == nil && read.resource == nil {
		err = item.errorf("resource is missing")
	}
	if err == nil {
		read.kind, err = typeOf(read.resource, "resource", resourceTypes)
	}
	if err == nil {
		_, err = typeOf(read.contextualisation, "contextualisation", contextualisationTypes)
	}
	if err == nil {
		_, err = typeOf(read.configManagement, "configuration manager", managementTypes)
	}
	return read, err
}

// The types that the plugins of Occopus have, by the section (Resource, Contextualisation and Config management in its
// documentation; cloudbroker is in the tutorial), and the type occi of this converter. Another one is a mistake.
var (
	resourceTypes          = []string{"azure_aci", "azure_vm", "cloudbroker", "cloudsigma", "docker", "ec2", "nova", "occi"}
	contextualisationTypes = []string{"cloudbroker", "cloudinit", "docker"}
	managementTypes        = []string{"chef", "puppet_solo"}
)

// typeOf is the type of a section, "" if there is no section.
func typeOf(section *node, what string, known []string) (string, error) {
	if section == nil {
		return "", nil
	}
	kind, err := section.required("type")
	if err == nil && !slices.Contains(known, kind) {
		err = section.get("type").errorf("type: Occopus has no %s %q; there are %s", what, kind, strings.Join(known, ", "))
	}
	return kind, err
}

// passes tells whether an implementation has what a filter wants: its keys are those of the resource section.
func (i *implementation) passes(filter *node) bool {
	if filter == nil {
		return true
	}
	return !slices.ContainsFunc(filter.entries, func(wanted entry) bool {
		value := i.resource.get(wanted.key)
		return value == nil || value.text != wanted.value.text
	})
}

// implementationsOf are those that a node can be made by.
func implementationsOf(n *infraNode, definitions map[string][]*implementation) ([]*implementation, error) {
	all := definitions[n.kind]
	if all == nil {
		return nil, &Error{n.Position, fmt.Sprintf("there is no definition %s%s; there are %s", definitionPrefix, n.kind,
			strings.Join(slices.Sorted(maps.Keys(definitions)), ", "))}
	}
	var passing []*implementation
	for _, one := range all {
		if one.passes(n.filter) {
			passing = append(passing, one)
		}
	}
	if len(passing) == 0 {
		return nil, &Error{n.filter.Position, fmt.Sprintf("no implementation of %s%s passes the filter", definitionPrefix, n.kind)}
	}
	return passing, nil
}
