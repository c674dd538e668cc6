package occopus

import (
	"errors"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// block writes a body of HCL: a file or a block. The first problem is kept for the file's bytes.
type block struct {
	body    *hclwrite.Body
	problem *error
	// begun tells whether something is in it, from which the next part is set off.
	begun bool
}

// file is a file of the configuration.
type file struct {
	block
	hcl *hclwrite.File
}

func newFile() *file {
	made := hclwrite.NewEmptyFile()
	return &file{block{body: made.Body(), problem: new(error)}, made}
}

// bytes are the formatted text of the file.
func (f *file) bytes() ([]byte, error) {
	return hclwrite.Format(f.hcl.Bytes()), *f.problem
}

// set writes an attribute; with an empty value it writes none.
func (b *block) set(name string, value expression) {
	if value == "" {
		return
	}
	tokens, err := value.tokens()
	if err != nil {
		*b.problem = errors.Join(*b.problem, err)
		return
	}
	b.body.SetAttributeRaw(name, tokens)
	b.begun = true
}

// gap sets off what follows.
func (b *block) gap() {
	if b.begun {
		b.body.AppendNewline()
	}
	b.begun = false
}

// nested opens a block, set off from what is before it.
func (b *block) nested(kind string, labels ...string) *block {
	b.gap()
	b.begun = true
	return &block{body: b.body.AppendNewBlock(kind, labels).Body(), problem: b.problem}
}

// comment writes lines of comment.
func (b *block) comment(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		b.body.AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte(strings.TrimRight("# "+line, " ") + "\n")}})
	}
}
