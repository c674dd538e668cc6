package occopus

import (
	"fmt"
	"io"
)

// Finding is something of the descriptors that the configuration does not have, or has otherwise.
type Finding struct {
	Position
	// Node is the name of the node that it is about; "" if it is about the whole.
	Node string
	// What and Reason are parts of a sentence.
	What, Reason string
	// Note tells that nothing is lost: the configuration does the same in another way.
	Note bool
}

// String returns the finding as a line of the report.
func (f Finding) String() string {
	kind, about := "not translated", ""
	if f.Note {
		kind = "note"
	}
	if f.Node != "" {
		about = fmt.Sprintf("node %q: ", f.Node)
	}
	return fmt.Sprintf("%s: %s: %s%s: %s", f.Position, kind, about, f.What, f.Reason)
}

// Configuration is a Terraform configuration.
type Configuration struct {
	// Files are the files by their path, which has slashes and is below the folder of the configuration.
	Files map[string][]byte
	// Secret are those of Files that others than their owner should not read.
	Secret map[string]bool
	// Findings are in the order of the nodes.
	Findings []Finding
}

// Complete tells whether all of the descriptors was translated.
func (c *Configuration) Complete() bool {
	for _, finding := range c.Findings {
		if !finding.Note {
			return false
		}
	}
	return true
}

// WriteReport writes a line for each finding.
func (c *Configuration) WriteReport(to io.Writer) error {
	for _, finding := range c.Findings {
		if _, err := fmt.Fprintln(to, finding); err != nil {
			return err
		}
	}
	return nil
}
