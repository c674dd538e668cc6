package ovf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Options choose what is read.
type Options struct {
	// Configuration is the identifier of a deployment option; empty is the file's default.
	Configuration string
}

// versions are the namespaces of the envelope.
var versions = map[string]int{
	"http://schemas.dmtf.org/ovf/envelope/1": 1,
	"http://schemas.dmtf.org/ovf/envelope/2": 2,
}

// Read reads an envelope. Errors of the content are an *Error without a path.
func Read(content io.Reader, options Options) (*Envelope, error) {
	text, err := readBounded(content)
	if err != nil {
		return nil, err
	}
	var read document
	// The decoder of the standard library expands no entities but XML's own, and bounds the depth.
	decoder := xml.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&read); err != nil {
		line, _ := decoder.InputPos()
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			return nil, at(syntax.Line, "it is no XML: %s", syntax.Msg)
		}
		return nil, at(line, "%w", err)
	}
	version, known := versions[read.XMLName.Space]
	if !known || read.XMLName.Local != "Envelope" {
		return nil, at(1, "it is no envelope of OVF 1.x or 2.0, but %q of the namespace %q", read.XMLName.Local, read.XMLName.Space)
	}
	configuration, err := read.configuration(options.Configuration)
	if err != nil {
		return nil, err
	}
	envelope := &Envelope{Version: version, Networks: []Network{}}
	for _, network := range read.Networks {
		envelope.Networks = append(envelope.Networks, Network{Name: network.Name, Description: tidy(network.Description)})
	}
	for _, system := range read.systems() {
		made, err := read.system(system, configuration)
		if err != nil {
			return nil, err
		}
		envelope.Systems = append(envelope.Systems, made)
	}
	if len(envelope.Systems) == 0 {
		return nil, at(1, "it describes no virtual system")
	}
	return envelope, nil
}

// configuration is the deployment option to read: the one that is wanted, that which is marked as the default, or
// the first (DSP0243, 9.8).
func (d *document) configuration(wanted string) (string, error) {
	var known []string
	chosen := ""
	for _, option := range d.Options {
		known = append(known, option.ID)
		if option.Default && chosen == "" {
			chosen = option.ID
		}
	}
	switch {
	case wanted != "" && !slices.Contains(known, wanted):
		return "", fmt.Errorf("it has no configuration %q, only %q", wanted, known)
	case wanted != "":
		return wanted, nil
	case chosen == "" && len(known) > 0:
		return known[0], nil
	default:
		return chosen, nil
	}
}

// systems are all machines, those in collections too.
func (d *document) systems() []located[virtualSystem] {
	found := slices.Clone(d.Systems)
	var groups []collection
	if d.Collection != nil {
		groups = append(groups, *d.Collection)
	}
	for len(groups) > 0 {
		found = append(found, groups[0].Systems...)
		groups = append(groups[1:], groups[0].Collections...)
	}
	return found
}

func (d *document) system(found located[virtualSystem], configuration string) (System, error) {
	read := found.value
	system := System{
		ID: read.ID, Name: tidy(read.Name), Configuration: configuration,
		OS:    OperatingSystem{ID: read.OS.ID, Type: read.OS.Type, Description: tidy(read.OS.Description)},
		Disks: []Disk{}, Interfaces: []Interface{},
	}
	if len(read.Annotations) > 0 {
		system.Annotation = tidy(read.Annotations[0])
	}
	if len(read.Products) > 0 {
		first := read.Products[0]
		system.Product = Product{Name: tidy(first.Name), Vendor: tidy(first.Vendor), Version: tidy(first.Version)}
	}
	for _, item := range read.Hardware.of(configuration) {
		if err := d.addHardware(&system, item.value); err != nil {
			return System{}, at(item.line, "%w", err)
		}
	}
	return system, nil
}

func tidy(text string) string { return strings.TrimSpace(text) }
