package tfkit_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func TestKeepPlanned(t *testing.T) {
	t.Parallel()
	textList := tftypes.List{ElementType: tftypes.String}
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"title": tftypes.String, "state": tftypes.String, "addresses": textList,
	}}
	attributes := schema.Schema{Attributes: map[string]schema.Attribute{
		"title": schema.StringAttribute{Optional: true}, "state": schema.StringAttribute{Computed: true},
		"addresses": schema.ListAttribute{Computed: true, ElementType: types.StringType},
	}}
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	list := func(values ...tftypes.Value) tftypes.Value { return tftypes.NewValue(textList, values) }
	plan := tfsdk.Plan{Schema: attributes, Raw: tftypes.NewValue(object, map[string]tftypes.Value{
		"title": text(nil), "state": text(tftypes.UnknownValue), "addresses": list(text("10.0.0.2")),
	})}
	state := tfsdk.State{Schema: attributes, Raw: tftypes.NewValue(object, map[string]tftypes.Value{
		"title": text("of somebody else"), "state": text("active"), "addresses": list(text("10.0.0.2"), text("192.0.2.1")),
	})}
	want := tftypes.NewValue(object, map[string]tftypes.Value{
		"title": text(nil), "state": text("active"), "addresses": list(text("10.0.0.2")),
	})

	var diagnostics diag.Diagnostics
	tfkit.KeepPlanned(plan, &state, &diagnostics)
	if diagnostics.HasError() || !state.Raw.Equal(want) {
		t.Errorf("state %s\nwant  %s\ndiagnostics %v", state.Raw, want, diagnostics)
	}
}
