package anyentity

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// defaultTimeout is that of each operation.
const defaultTimeout = 10 * time.Minute

// Type is what a resource type is in words.
type Type struct {
	// Name is that of the resource type, such as occi_entity.
	Name string
	// Noun names an entity in sentences, such as "entity", and Example is an id.
	Noun, Example string
	Description   string
	// Link tells that the kinds are those of links; else they are those of all others.
	Link bool
	// Further are the attributes besides those of [Model].
	Further map[string]schema.Attribute
}

// withArgument are the attributes that have an argument of their own.
func (t *Type) withArgument() []string {
	names := []string{infrastructure.AttributeID, infrastructure.AttributeTitle, infrastructure.AttributeSummary}
	if t.Link {
		names = append(names, infrastructure.AttributeSource, infrastructure.AttributeTarget)
	}
	return names
}

// Subject is the model of a resource: [Model], which it embeds, and what is its own.
type Subject interface {
	Common() *Model
	// Complete adds what is its own to what is created.
	Complete(ctx context.Context, client *occi.Client, known *occi.QueryInterface, blueprint *occientity.Blueprint,
		diagnostics *diag.Diagnostics)
	// ShowOwn writes what the server says of it into the model. [Model] still has what was shown before.
	ShowOwn(client *occi.Client, entity *occi.Entity)
	// FindAgain finds what is not where the state has it; nil if it is gone.
	FindAgain(ctx context.Context, client *occi.Client) (*occi.Entity, error)
}

// find reads the entity of a state, where it is or where it went. It returns nil if there is none.
func find(ctx context.Context, client *occi.Client, subject Subject) (*occi.Entity, error) {
	state := subject.Common()
	return occientity.ReadLink(ctx, client, state.ID.ValueString(), state.kind(), func() (*occi.Entity, error) {
		return subject.FindAgain(ctx, client)
	})
}

// Resource is a resource type for entities of any kind. M is its model.
type Resource[M any, P interface {
	*M
	Subject
}] struct {
	occientity.ResourceBase

	Type Type
}

// Metadata implements resource.Resource.
func (r *Resource[M, P]) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = r.Type.Name
}

// Schema implements resource.Resource.
func (r *Resource[M, P]) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	attributes := r.Type.schemaAttributes(ctx)
	maps.Copy(attributes, r.Type.Further)
	response.Schema = schema.Schema{MarkdownDescription: r.Type.Description, Attributes: attributes}
}

// Create implements resource.Resource. The id is in the state before anything is waited for.
func (r *Resource[M, P]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	subject := P(new(M))
	response.Diagnostics.Append(request.Plan.Get(ctx, subject)...)
	if response.Diagnostics.HasError() {
		return
	}
	plan := subject.Common()
	timeout, problems := plan.Timeouts.Create(ctx, defaultTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	known, err := plan.findTypes(ctx, client, &response.Diagnostics)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not create the "+r.Type.Noun, err)
		return
	}
	blueprint := plan.blueprint(ctx, known, &response.Diagnostics)
	subject.Complete(ctx, client, known, &blueprint, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	location, err := occientity.Create(ctx, client, blueprint)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not create the "+r.Type.Noun, err)
		return
	}
	configured := plan.configured()
	definitions := plan.definitions(ctx, known, &response.Diagnostics)
	plan.show(&occi.Entity{Location: location}, definitions)
	response.Diagnostics.Append(response.State.Set(ctx, subject)...)

	entity, err := plan.complete(ctx, client, known, &response.Diagnostics)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "The "+r.Type.Noun+" was created but is not ready", err)
		entity = occientity.ReadBack(ctx, client, location, &response.Diagnostics)
	}
	tellOthers(configured, entity, definitions, &response.Diagnostics)
	subject.ShowOwn(client, entity)
	plan.show(entity, definitions)
	occientity.SaveOwnMixins(ctx, response.Private, entity, occientity.UnconfiguredMixins(entity, plan.Mixins), &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, subject)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// findTypes returns the query interface, asked anew if a mixin was made meanwhile.
func (m *Model) findTypes(ctx context.Context, client *occi.Client, diagnostics *diag.Diagnostics) (*occi.QueryInterface, error) {
	for _, mixin := range m.mixins(ctx, diagnostics) {
		if _, err := occientity.FindMixin(ctx, client, mixin); err != nil {
			return nil, err
		}
	}
	return client.DetailedQueryInterface(ctx)
}

// complete does what comes after the creation.
func (m *Model) complete(
	ctx context.Context, client *occi.Client, known *occi.QueryInterface, diagnostics *diag.Diagnostics,
) (*occi.Entity, error) {
	entity, err := m.await(ctx, client, m.WaitFor, diagnostics)
	if err != nil || m.Actions.IsNull() {
		return entity, err
	}
	if err := m.act(ctx, client, known, onCreate, diagnostics); err != nil {
		return nil, err
	}
	return client.Get(ctx, m.ID.ValueString())
}

// tellOthers warns of values that the server made something else of.
func tellOthers(configured map[string]string, entity *occi.Entity, definitions Definitions, diagnostics *diag.Diagnostics) {
	for name, text := range configured {
		if shown, ok := entity.Attributes[name]; ok && !definitions.Same(name, text, shown.Text()) {
			diagnostics.AddWarning("The server has another value", fmt.Sprintf("%s of %s was to be %q, and the server made %q of it.",
				name, entity.Location, text, shown.Text()))
		}
	}
}

// Read implements resource.Resource.
func (r *Resource[M, P]) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the "+r.Type.Noun, tfkit.IsGone, func(read *M) error {
		subject := P(read)
		state := subject.Common()
		entity, err := find(ctx, client, subject)
		if err := tfkit.UnlessGone(entity != nil, err); err != nil {
			return err
		}
		known, err := client.DetailedQueryInterface(ctx)
		if err != nil {
			tfkit.ReportError(&response.Diagnostics, "Could not read the query interface", err)
			return nil
		}
		justImported := state.Kind.IsNull()
		subject.ShowOwn(client, entity)
		state.show(entity, state.definitions(ctx, known, &response.Diagnostics))
		state.showForeignMixins(ctx, response.Private, entity, known, &response.Diagnostics)
		if justImported {
			state.takeShown(entity, known, r.Type.withArgument())
			r.Type.checkKind(known, entity.Kind.TypeID, path.Root("id"), &response.Diagnostics)
		}
		return nil
	})
}

// Update implements resource.Resource. The state gets what was done, also when a later step fails.
func (r *Resource[M, P]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	planned, before := P(new(M)), P(new(M))
	response.Diagnostics.Append(request.Plan.Get(ctx, planned)...)
	response.Diagnostics.Append(request.State.Get(ctx, before)...)
	if response.Diagnostics.HasError() {
		return
	}
	plan, state := planned.Common(), before.Common()
	timeout, problems := plan.Timeouts.Update(ctx, defaultTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	known, err := client.DetailedQueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the query interface", err)
		return
	}
	change := newChange(ctx, client, known, plan, state, &response.Diagnostics)
	done := planned
	entity, err := change.run(ctx)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not change the "+r.Type.Noun, err)
		entity = occientity.ReadBack(ctx, client, state.ID.ValueString(), &response.Diagnostics)
		done = before
	} else {
		occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
		former := occientity.LoadOwnMixins(ctx, request.Private, &response.Diagnostics)
		own := occientity.OwnMixinsAfter(change.entity, entity, state.Mixins, plan.Mixins, former)
		occientity.SaveOwnMixins(ctx, response.Private, entity, own, &response.Diagnostics)
		tellOthers(change.sent, entity, change.definitions, &response.Diagnostics)
	}
	done.ShowOwn(client, entity)
	done.Common().show(entity, change.definitions)
	response.Diagnostics.Append(response.State.Set(ctx, done)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// Delete implements resource.Resource.
func (r *Resource[M, P]) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the "+r.Type.Noun, defaultTimeout, func(ctx context.Context, state *M) error {
		if r.Type.Link {
			found, err := find(ctx, client, P(state))
			if found == nil || err != nil {
				return err
			}
			P(state).Common().ID = types.StringValue(found.Location)
		}
		return P(state).Common().destroy(ctx, client, &response.Diagnostics)
	})
}

// destroy invokes the actions that come before the end, unless the entity is gone already.
func (m *Model) destroy(ctx context.Context, client *occi.Client, diagnostics *diag.Diagnostics) error {
	if !m.Actions.IsNull() {
		known, err := client.DetailedQueryInterface(ctx)
		if err != nil {
			return err
		}
		if err := m.act(ctx, client, known, onDestroy, diagnostics); err != nil && !occi.IsNotFound(err) {
			return err
		}
	}
	return occientity.Delete(ctx, client, m.ID.ValueString())
}

// ImportState implements resource.ResourceWithImportState. The path tells the kind, so a bare last segment does not do.
func (r *Resource[M, P]) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	location, err := client.Path(request.ID)
	if err == nil && !strings.Contains(request.ID, "/") {
		err = fmt.Errorf("the whole path of the %s is needed, such as %s", r.Type.Noun, r.Type.Example)
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID), err)
		return
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), location)...)
	occientity.MarkImported(ctx, response.Private, &response.Diagnostics)
}
