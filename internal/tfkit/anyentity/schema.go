package anyentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// schemaAttributes are those of [Model]. noun and example are of the entity and its id.
func (t *Type) schemaAttributes(ctx context.Context) map[string]schema.Attribute {
	named := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Optional:            true, Computed: true,
			Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	return map[string]schema.Attribute{
		"id": occientity.IDAttribute(t.Noun, t.Example),
		"kind": schema.StringAttribute{
			MarkdownDescription: "Type identifier of the kind, `scheme#term`; `occi_query_interface` lists those that the server has. " +
				"A change replaces the " + t.Noun + ".",
			Required:      true,
			Validators:    []validator.String{occientity.TypeIdentifier()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"title":   named("Name for people (`occi.core.title`). The server may choose one if it is not set."),
		"summary": named("A sentence about the " + t.Noun + " (`occi.core.summary`), kept from the configuration where the server does not show it."),
		"mixins": schema.SetAttribute{
			MarkdownDescription: "Mixins, as type identifiers `scheme#term`. They are added and taken off in place: in the mixin's " +
				"collection, or by a partial update where it has none. Where this is set, all mixins that people give the " + t.Noun +
				" belong here: one that somebody adds elsewhere, also by an `occi_mixin_association`, is a difference, and the next apply " +
				"takes it off. A server that does not take it off makes that an error; then add it here. Not so templates, security groups " +
				"and other mixins of the OCCI standards, and what the server itself gave the " + t.Noun + " by the end of the last apply, " +
				"or had when it was imported: `all_mixins` shows those. If it was never set, no mixins are managed; to remove the argument " +
				"takes off those that it has in the state.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(occientity.TypeIdentifier())},
		},
		"attributes": t.attributesArgument(),
		"all_mixins": schema.SetAttribute{
			MarkdownDescription: "All mixins that the server shows.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"all_attributes": schema.MapAttribute{
			MarkdownDescription: "All attributes that the server shows, as text.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"wait_for": waitFor("What to wait for after the creation, before any action. Without it the " + t.Noun + " counts as created at once."),
		"actions": schema.SingleNestedAttribute{
			MarkdownDescription: "Actions to invoke, in order.",
			Optional:            true,
			Attributes: map[string]schema.Attribute{
				onCreate: actions("After the creation."),
				onUpdate: actions("After a change of title, summary, mixins or attributes in place, and when this list itself changes."),
				onDestroy: actions("Before the " + t.Noun + " is deleted. They must have been applied before, as all that is to be " +
					"known when something is destroyed."),
			},
		},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Update: true, Delete: true,
			CreateDescription: "Time for the creation with its actions, such as `5m`. Default `10m`.",
			UpdateDescription: "Time for a change with its actions. Default `10m`.",
			DeleteDescription: "Time for the actions and for the " + t.Noun + " to disappear. Default `10m`.",
		}),
	}
}

func (t *Type) attributesArgument() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "OCCI attributes of the kind and the mixins by their names. All values are written as text; the " +
			"server gets them as the number, boolean, list or object (in JSON, `jsonencode`) that its query interface tells, where it " +
			"does so in JSON. A change updates the " + t.Noun + " in place, of an immutable attribute it replaces it. An attribute that " +
			"is left out later keeps its value on the server. They are in the state as they are written here: put no secrets into them.",
		ElementType: types.StringType,
		Optional:    true,
		Validators: []validator.Map{
			mapvalidator.ValueStringsAre(occientity.Text()), occientity.AttributeNames(t.withArgument()...),
		},
	}
}

func actions(description string) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          []validator.List{listvalidator.SizeAtLeast(1)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"action": schema.StringAttribute{
				MarkdownDescription: "Type identifier of the action, `scheme#term`.",
				Required:            true,
				Validators:          []validator.String{occientity.TypeIdentifier()},
			},
			"attributes": schema.MapAttribute{
				MarkdownDescription: "Attributes of the action by their names, written as text.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Map{mapvalidator.ValueStringsAre(occientity.Text()), occientity.AttributeNames()},
			},
			"wait_for": waitFor("What to wait for before going on. Without it the answer to the action is enough."),
		}},
	}
}

func waitFor(description string) schema.SingleNestedAttribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Required: true, Validators: []validator.String{tfkit.NotBlank()}}
	}
	failed := text("Value from which the other is never reached, such as `error`: the wait fails at once.")
	failed.Required, failed.Optional = false, true
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"attribute": text("Name of an attribute, such as `occi.network.state`."),
			"value":     text("Its value, such as `active`."),
			"failed":    failed,
		},
	}
}
