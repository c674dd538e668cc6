package anyentity

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// waitModel is a value of an attribute to wait for.
type waitModel struct {
	Attribute types.String `tfsdk:"attribute"`
	Value     types.String `tfsdk:"value"`
	Failed    types.String `tfsdk:"failed"`
}

type actionModel struct {
	Action     types.String `tfsdk:"action"`
	Attributes types.Map    `tfsdk:"attributes"`
	WaitFor    types.Object `tfsdk:"wait_for"`
}

type actionsModel struct {
	Create  types.List `tfsdk:"create"`
	Update  types.List `tfsdk:"update"`
	Destroy types.List `tfsdk:"destroy"`
}

// decode reads an object. Null and unknown ones, and such parts, are empty.
func decode[T any](ctx context.Context, object types.Object, diagnostics *diag.Diagnostics) (decoded T) {
	if !object.IsNull() && !object.IsUnknown() {
		diagnostics.Append(object.As(ctx, &decoded, basetypes.ObjectAsOptions{})...)
	}
	return decoded
}

func decodeActions(ctx context.Context, list types.List, diagnostics *diag.Diagnostics) (actions []actionModel) {
	for _, element := range list.Elements() {
		if object, ok := element.(types.Object); ok {
			actions = append(actions, decode[actionModel](ctx, object, diagnostics))
		}
	}
	return actions
}

// lists are the actions by the operation that they go with.
func (m *Model) lists(ctx context.Context, diagnostics *diag.Diagnostics) map[string]types.List {
	lists := decode[actionsModel](ctx, m.Actions, diagnostics)
	return map[string]types.List{onCreate: lists.Create, onUpdate: lists.Update, onDestroy: lists.Destroy}
}

// sameUpdateActions tells whether the actions that go with updates are the same.
func (m *Model) sameUpdateActions(ctx context.Context, other *Model, diagnostics *diag.Diagnostics) bool {
	one, another := m.lists(ctx, diagnostics)[onUpdate], other.lists(ctx, diagnostics)[onUpdate]
	return one.IsNull() && another.IsNull() || one.Equal(another)
}

// The operations that actions go with.
const (
	onCreate  = "create"
	onUpdate  = "update"
	onDestroy = "destroy"
)

// act invokes the actions of an operation, one after the other, and waits for what each is to reach.
func (m *Model) act(
	ctx context.Context, client *occi.Client, known *occi.QueryInterface, operation string, diagnostics *diag.Diagnostics,
) error {
	list := m.lists(ctx, diagnostics)[operation]
	for index, action := range decodeActions(ctx, list, diagnostics) {
		at := path.Root("actions").AtName(operation).AtListIndex(index)
		id, err := occi.ParseTypeID(action.Action.ValueString())
		if err != nil {
			return err
		}
		attributes := TypedAttributes(NewDefinitions(known, id), texts(action.Attributes), nil, at.AtName("attributes"), diagnostics)
		if diagnostics.HasError() {
			return fmt.Errorf("the action %s was not invoked", id)
		}
		if err := client.Act(ctx, m.ID.ValueString(), id, attributes); err != nil && !occientity.AnswerLost(err) {
			return err
		}
		if _, err := m.await(ctx, client, action.WaitFor, diagnostics); err != nil {
			return fmt.Errorf("after the action %s: %w", id, err)
		}
	}
	return nil
}

// await waits for a value of an attribute, if there is one to wait for, and returns the entity.
func (m *Model) await(
	ctx context.Context, client *occi.Client, object types.Object, diagnostics *diag.Diagnostics,
) (*occi.Entity, error) {
	id := m.ID.ValueString()
	if object.IsNull() || object.IsUnknown() {
		return tfkit.Wait[*occi.Entity]{
			Entity: id, Goal: "be found", Forgive: occientity.ForgiveAbsence,
			Read:  func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, id) },
			Check: func(*occi.Entity) (string, bool, error) { return "", true, nil },
		}.Until(ctx)
	}
	wait := decode[waitModel](ctx, object, diagnostics)
	return occientity.StateWait{
		Entity: id, Path: id, Attribute: wait.Attribute.ValueString(),
		Target: wait.Value.ValueString(), Failed: wait.Failed.ValueString(), New: true,
	}.Until(ctx, client)
}
