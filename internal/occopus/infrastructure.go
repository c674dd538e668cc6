package occopus

import (
	"fmt"
	"slices"
	"strings"
)

// infrastructure is an infrastructure description.
type infrastructure struct {
	name, userID string
	// id is the identifier, which most descriptions leave to Occopus.
	id    string
	nodes []*infraNode
	edges []edge
	// variables is a mapping, or nil.
	variables *node
}

// infraNode is a node of an infrastructure description.
type infraNode struct {
	Position
	name, kind string
	// filter, variables and attributes are mappings, or nil.
	filter, variables, attributes *node
	// scaled tells whether the node has a section scaling.
	scaled   bool
	min, max int
	origin   any
}

// edge says that one node needs another one.
type edge struct {
	Position
	from, to *infraNode
	// mappings are the attribute mappings, which may be none.
	mappings []*node
}

func readInfrastructure(file string) (*infrastructure, error) {
	root, err := load(file)
	if err != nil {
		return nil, err
	}
	if root == nil || root.kind != mappingKind {
		return nil, &Error{Position{file, 1, 1}, "this is no infrastructure description: it is no mapping"}
	}
	if err := checkKeys(root, "an infrastructure description", "dependencies", "infra_id", "infra_name", "nodes", "user_id", "variables"); err != nil {
		return nil, err
	}
	read := &infrastructure{}
	if read.name, err = root.required("infra_name"); err != nil {
		return nil, err
	}
	if read.id, err = root.get("infra_id").string("infra_id"); err != nil {
		return nil, err
	}
	if read.userID, err = root.get("user_id").string("user_id"); err != nil {
		return nil, err
	}
	if read.variables, err = root.mapping("variables"); err != nil {
		return nil, err
	}
	if err := read.readNodes(root); err != nil {
		return nil, err
	}
	return read, read.readEdges(root)
}

// checkKeys finds keys that Occopus does not know: a misspelt one would be lost in silence.
func checkKeys(section *node, what string, known ...string) error {
	for _, entry := range section.entries {
		if !slices.Contains(known, entry.key) {
			return &Error{entry.Position, fmt.Sprintf("%q is not a part of %s, which has %s", entry.key, what, strings.Join(known, ", "))}
		}
	}
	return nil
}

func (i *infrastructure) readNodes(root *node) error {
	list, err := root.sequence("nodes")
	if err != nil {
		return err
	}
	if list == nil || len(list.items) == 0 {
		return root.errorf("the infrastructure has no nodes")
	}
	for _, item := range list.items {
		read, err := readNode(item)
		if err != nil {
			return err
		}
		if i.node(read.name) != nil {
			return item.errorf("there are two nodes with the name %q", read.name)
		}
		i.nodes = append(i.nodes, read)
	}
	return nil
}

func readNode(item *node) (*infraNode, error) {
	if item.kind != mappingKind {
		return nil, item.errorf("nodes: each is a mapping, not %s", item.kind)
	}
	err := checkKeys(item, "a node", "attributes", "filter", "name", "scaling", "type", "variables")
	if err != nil {
		return nil, err
	}
	read := &infraNode{Position: item.Position, origin: item.origin, min: 1, max: 1}
	if read.name, err = item.required("name"); err != nil {
		return nil, err
	}
	if read.kind, err = item.required("type"); err != nil {
		return nil, err
	}
	if read.filter, err = item.mapping("filter"); err != nil {
		return nil, err
	}
	if read.variables, err = item.mapping("variables"); err != nil {
		return nil, err
	}
	if read.attributes, err = item.mapping("attributes"); err != nil {
		return nil, err
	}
	return read, read.readScaling(item)
}

func (n *infraNode) readScaling(item *node) error {
	scaling, err := item.mapping("scaling")
	if err != nil || scaling == nil {
		return err
	}
	if err := checkKeys(scaling, "scaling", "max", "min"); err != nil {
		return err
	}
	n.scaled = true
	if n.min, err = scaling.integer("min", 1); err != nil {
		return err
	}
	if n.max, err = scaling.integer("max", n.min); err != nil {
		return err
	}
	if n.min < 1 {
		return scaling.get("min").errorf("scaling: min is at least 1")
	}
	if n.max < n.min {
		return scaling.get("max").errorf("scaling: max is less than min")
	}
	return nil
}

// node is the node of that name, or nil.
func (i *infrastructure) node(name string) *infraNode {
	for _, node := range i.nodes {
		if node.name == name {
			return node
		}
	}
	return nil
}

// readEdges reads the dependencies: pairs of nodes, or mappings with a connection that is one.
func (i *infrastructure) readEdges(root *node) error {
	list, err := root.sequence("dependencies")
	if err != nil || list == nil {
		return err
	}
	for _, item := range list.items {
		pair, read := item, edge{Position: item.Position}
		if item.kind == mappingKind {
			if pair = item.get("connection"); pair == nil {
				return item.errorf("connection is missing")
			}
			if read.mappings, err = readMappings(item); err != nil {
				return err
			}
		}
		if pair.kind != sequenceKind || len(pair.items) != 2 {
			return pair.errorf("a dependency is a list of two nodes: the one that needs, and the one that is needed")
		}
		if read.from, err = i.reference(pair.items[0]); err != nil {
			return err
		}
		if read.to, err = i.reference(pair.items[1]); err != nil {
			return err
		}
		i.edges = append(i.edges, read)
	}
	return nil
}

// reference is the node that an alias stands for. Occopus knows it by the alias; its name does as well.
func (i *infrastructure) reference(item *node) (*infraNode, error) {
	name := item.text
	for _, node := range i.nodes {
		if node.origin == item.origin {
			return node, nil
		}
	}
	if item.kind == mappingKind {
		var err error
		if name, err = item.required("name"); err != nil {
			return nil, err
		}
	}
	if found := i.node(name); found != nil {
		return found, nil
	}
	return nil, item.errorf("there is no node %q in nodes", name)
}

// readMappings are the attribute mappings of a dependency: pairs of attributes, or mappings with attributes that is one.
func readMappings(item *node) ([]*node, error) {
	list, err := item.sequence("mappings")
	if err != nil || list == nil {
		return nil, err
	}
	for _, mapping := range list.items {
		pair := mapping
		if mapping.kind == mappingKind {
			pair = mapping.get("attributes")
		}
		if pair == nil || pair.kind != sequenceKind || len(pair.items) != 2 {
			return nil, mapping.errorf("a mapping is a list of two attributes: that of the node that is needed, and that of the one that needs")
		}
	}
	return list.items, nil
}

// cycle is a list of nodes each of which needs the next one, and the last one the first, or nil.
func cycle(needs map[*infraNode][]*infraNode, nodes []*infraNode) []*infraNode {
	done := map[*infraNode]bool{}
	var path []*infraNode
	var visit func(*infraNode) []*infraNode
	visit = func(node *infraNode) []*infraNode {
		if start := slices.Index(path, node); start >= 0 {
			return slices.Clone(path[start:])
		}
		if done[node] {
			return nil
		}
		path = append(path, node)
		for _, needed := range needs[node] {
			if found := visit(needed); found != nil {
				return found
			}
		}
		path = path[:len(path)-1]
		done[node] = true
		return nil
	}
	for _, node := range nodes {
		if found := visit(node); found != nil {
			return found
		}
	}
	return nil
}
