package tfkit

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// Names are the attributes of a resource that a server calls otherwise, by the server's names. Both are written as
// CloudSigma writes the point of an error, with "#" for each index: "nics.#.vlan" is "network.#.vlan_uuid". What is
// below a name keeps its own: "nics.0.model" is "network.0.model" where "nics" is "network".
type Names map[string]string

// ReportRefusal is ReportError for requests that carry what is planned. If the server names what is wrong with it, by the
// error_point of CloudSigma or an attribute of OCCI in its words, the diagnostic is at that attribute. A name that is no
// attribute of the plan stays in the text of one for the whole resource.
func ReportRefusal(
	ctx context.Context, diagnostics *diag.Diagnostics, plan tfsdk.Plan, names Names, summary string, err error,
) {
	var refusal *cloudsigma.Error
	if !errors.As(err, &refusal) || len(refusal.Problems) == 0 {
		diagnostics.AddAttributeError(names.findMentioned(ctx, plan, err), summary, detail(err))
		return
	}
	for i, problem := range refusal.Problems {
		attribute := find(ctx, plan, names.translate(problem.Point))
		switch {
		case i == 0: // Its text has all problems, and the request.
			diagnostics.AddAttributeError(attribute, summary, detail(err))
		case !attribute.Equal(path.Empty()):
			diagnostics.AddAttributeError(attribute, summary, strings.TrimRight(problem.String(), ". ")+".")
		}
	}
}

// dottedName finds what may be the name of an OCCI attribute in a text.
var dottedName = regexp.MustCompile(`[\w-]+(\.[\w-]+)+`)

// findMentioned is the one attribute of the plan that the words of an OCCI server name; the empty path, which is the whole
// resource, if they name none, or several.
func (n Names) findMentioned(ctx context.Context, plan tfsdk.Plan, err error) path.Path {
	var refusal *occi.StatusError
	found := path.Empty()
	if !errors.As(err, &refusal) {
		return found
	}
	for _, name := range dottedName.FindAllString(refusal.Message, -1) {
		attribute := stepInto(ctx, plan, path.Root("attributes"), name)
		if n[name] != "" {
			attribute = find(ctx, plan, n.translate(name))
		}
		switch {
		case found.Equal(path.Empty()):
			found = attribute
		case !attribute.Equal(path.Empty()) && !attribute.Equal(found):
			return path.Empty()
		}
	}
	return found
}

// find is the attribute of the plan at the end of the steps, or the last one on the way that there is; the empty path,
// which is the whole resource, if there is none.
func find(ctx context.Context, plan tfsdk.Plan, steps []string) path.Path {
	found := path.Empty()
	for _, step := range steps {
		further := stepInto(ctx, plan, found, step)
		if further.Equal(path.Empty()) {
			break
		}
		found = further
	}
	return found
}

// translate is a server's name as steps into the schema: the attribute stands in the place of the longest beginning that
// has another name there.
func (n Names) translate(point string) []string {
	name := strings.Split(point, ".")
	for length := len(name); length > 0; length-- {
		var pattern, indices []string
		for _, part := range name[:length] {
			if _, err := strconv.Atoi(part); err == nil {
				indices = append(indices, part)
				part = "#"
			}
			pattern = append(pattern, part)
		}
		if attribute, ok := n[strings.Join(pattern, ".")]; ok {
			for _, index := range indices {
				attribute = strings.Replace(attribute, "#", index, 1)
			}
			return append(strings.Split(attribute, "."), name[length:]...)
		}
	}
	return name
}

// stepInto is what of a plan is one step below; the empty path if there is no such thing, as in a set.
func stepInto(ctx context.Context, plan tfsdk.Plan, at path.Path, step string) path.Path {
	ways := []path.Path{at.AtName(step), at.AtMapKey(step)}
	if index, err := strconv.Atoi(step); err == nil {
		ways = []path.Path{at.AtListIndex(index)}
	}
	for _, way := range ways {
		matches, problems := plan.PathMatches(ctx, way.Expression())
		if !problems.HasError() && len(matches) == 1 && matches[0].Equal(way) {
			return way
		}
	}
	return path.Empty()
}
