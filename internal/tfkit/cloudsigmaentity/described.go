package cloudsigmaentity

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// DescribeSearch ends the description of a data source that finds one entity ("drive") by arguments of which at
// least one has to be set.
func DescribeSearch(noun string, arguments ...string) string {
	return fmt.Sprintf(" Exactly one %s has to match all arguments; otherwise the error names the candidates. Set at least one of `%s`.",
		noun, strings.Join(arguments, "`, `"))
}

// DescribeList is the description of a data source that lists entities ("The drives of the account").
func DescribeList(entities string) string {
	return entities + ": all, or those that match all arguments. The list may be empty."
}

// DescribedTimeouts is the block "timeouts", which is an attribute in other resources, with its description.
func DescribedTimeouts(block schema.Block) schema.Block {
	if timeouts, ok := block.(schema.SingleNestedBlock); ok {
		timeouts.MarkdownDescription = "How long an operation may take as a whole. Here it is a block, as in the official provider: " +
			"`timeouts { create = \"45m\" }`."
		return timeouts
	}
	return block
}
