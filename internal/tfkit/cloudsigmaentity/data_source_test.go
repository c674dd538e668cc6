package cloudsigmaentity_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// thing is the model of [TestKindSchemas].
type thing struct {
	ID types.String `tfsdk:"id"`
}

// TestKindSchemas tells what can be said to find an entity from what is only shown, and what filters compare from
// what they cannot.
func TestKindSchemas(t *testing.T) {
	t.Parallel()
	kind := cloudsigmaentity.Kind[thing, thing]{
		Name: "thing", Plural: "things", Description: "A thing.", PluralDescription: "The things", Keys: []string{"id"},
		Attributes: map[string]schema.Attribute{
			"id": cloudsigmaentity.ShownText("Identifier."), "size": cloudsigmaentity.ShownNumber("Size."),
			"meta": cloudsigmaentity.ShownTextMap("Data."), "tags": cloudsigmaentity.ShownTexts("Tags."),
		},
		List: func(context.Context, *cloudsigma.Client) ([]thing, error) { return nil, nil },
		Show: func(one *thing) thing { return *one },
	}
	var one, many datasource.SchemaResponse
	kind.NewDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &one)
	kind.NewPluralDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &many)
	for name, attribute := range one.Schema.Attributes {
		if attribute.IsOptional() != (name == "id") || !attribute.IsComputed() {
			t.Errorf("%s is optional: %t, computed: %t", name, attribute.IsOptional(), attribute.IsComputed())
		}
	}
	if kind.Attributes["id"].IsOptional() {
		t.Error("the kind itself was changed: the list would have a key")
	}
	for got, want := range map[string]string{
		one.Schema.MarkdownDescription: "A thing. Exactly one thing has to match all arguments; otherwise the error names the candidates. " +
			"Set at least one of `id`, `filter`.",
		many.Schema.MarkdownDescription: "The things: all, or those that match all arguments. The list may be empty.",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for name, response := range map[string]datasource.SchemaResponse{"one": one, "many": many} {
		block, ok := response.Schema.Blocks["filter"].(schema.SetNestedBlock)
		if !ok {
			t.Fatalf("%s: there is no filter", name)
		}
		attribute := block.NestedObject.Attributes["name"]
		if got, want := attribute.GetMarkdownDescription(), "What is compared: `id`, `size`, `tags`."; got != want {
			t.Errorf("%s: the filter says %q, want %q", name, got, want)
		}
		if problems := response.Schema.ValidateImplementation(t.Context()); problems.HasError() {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if _, ok := many.Schema.Attributes["things"]; !ok {
		t.Error("the list has no things")
	}
	if _, ok := many.Schema.Attributes["name_regex"]; ok {
		t.Error("the list can be searched by names, which things do not have")
	}
}
