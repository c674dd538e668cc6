package server

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
)

// Create implements resource.Resource. The id is in the state before anything is waited for.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan, config model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	response.Diagnostics.Append(problems...)
	plan.Forget()
	gateContext := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	none := types.ListNull(driveType())
	plan.placeDrives(ctx, none, none, &response.Diagnostics)
	creation := creation{
		client: client, plan: &plan, password: plan.newVNCPassword(&config, &model{}),
		avoid: uuids(ctx, plan.Avoid, &response.Diagnostics), request: request.Plan, state: &response.State, claim: r.claim,
	}
	if response.Diagnostics.HasError() {
		return
	}
	var server *cloudsigma.Server
	if plan.CloneServerID.IsNull() {
		server = creation.make(ctx, &response.Diagnostics)
	} else {
		server = creation.clone(ctx, &response.Diagnostics)
	}
	if server != nil {
		creation.finish(gateContext, server, &config.Fields, &response.Diagnostics)
	}
}

// creation makes a server and writes it into the state.
type creation struct {
	client   *cloudsigma.Client
	plan     *model
	password cloudsigma.Secret
	// avoid are the servers on whose hosts it is not to be started.
	avoid   []string
	request tfsdk.Plan
	state   *tfsdk.State
	claim   func(plan *model, id types.String, diagnostics *diag.Diagnostics)
}

// make makes a new server and starts it, unless it is to be stopped. After an error, which it reports, there is no server.
func (c creation) make(ctx context.Context, diagnostics *diag.Diagnostics) *cloudsigma.Server {
	definition := c.plan.definition(ctx, c.password, diagnostics)
	if diagnostics.HasError() {
		return nil
	}
	server, err := c.client.Servers.Create(ctx, definition, cloudsigma.NewMarker())
	if err != nil {
		c.report(ctx, "Could not create the server", err, diagnostics)
		return nil
	}
	created := c.note(ctx, server, diagnostics)
	if c.plan.PowerState.ValueString() == cloudsigmaserver.PowerStopped {
		return server
	}
	running, err := cloudsigmaserver.Starter{
		Client: c.client, ID: server.UUID, Avoid: c.avoid, Forgive: cloudsigmaentity.NotKnownYet,
	}.Run(ctx)
	if err != nil {
		c.fail(ctx, created, "The server was created but does not run", err, diagnostics)
		return nil
	}
	return running
}

// clone copies a server with its disks, and makes the copy what is planned: the API takes nothing but a name with
// the request. After an error, which it reports, there is no server.
func (c creation) clone(ctx context.Context, diagnostics *diag.Diagnostics) *cloudsigma.Server {
	server, err := c.client.Servers.Clone(ctx, c.plan.CloneServerID.ValueString(), cloudsigma.ServerClone{
		Name: c.plan.Name.ValueString(), RandomVNCPassword: c.plan.RandomVNCPassword.ValueBool(),
	}, uuids(ctx, c.plan.CloneAvoid, diagnostics)...)
	if err != nil {
		c.report(ctx, "Could not clone the server", err, diagnostics)
		return nil
	}
	created := c.note(ctx, server, diagnostics)
	if err = waitForJobs(ctx, c.client, server); err == nil {
		// What was cloned is the state from which the plan is reached. With a name it is none of an import, in which all
		// is managed that may be.
		source := model{Name: types.StringValue(server.Definition.Name)}
		source.show(ctx, server, diagnostics)
		change := update{
			client: c.client, id: server.UUID, plan: c.plan, state: &source, password: c.password, avoid: c.avoid,
			wantedPower: cloudsigmaserver.PowerRunning,
		}
		if c.plan.PowerState.ValueString() == cloudsigmaserver.PowerStopped {
			change.wantedPower = cloudsigmaserver.PowerStopped
		}
		server, err = change.run(ctx)
	}
	if err != nil {
		c.fail(ctx, created, "The server was cloned but is not as planned", err, diagnostics)
		return nil
	}
	return server
}

// finish waits for the health checks of a server that runs, and writes what has become of it into the state.
func (c creation) finish(ctx context.Context, server *cloudsigma.Server, checks *health.Fields, diagnostics *diag.Diagnostics) {
	if cloudsigmaserver.PowerState(server) == cloudsigmaserver.PowerRunning {
		server = c.gate(ctx, server, checks, diagnostics)
	}
	c.plan.complete(ctx, server, diagnostics)
	diagnostics.Append(c.state.Set(ctx, c.plan)...)
}

// note claims what exists and writes it into the state.
func (c creation) note(ctx context.Context, server *cloudsigma.Server, diagnostics *diag.Diagnostics) *model {
	c.claim(c.plan, types.StringValue(server.UUID), diagnostics)
	created := *c.plan
	created.show(ctx, server, diagnostics)
	diagnostics.Append(c.state.Set(ctx, &created)...)
	return &created
}

// fail reports an error and leaves in the state what the server is by then.
func (c creation) fail(ctx context.Context, created *model, summary string, err error, diagnostics *diag.Diagnostics) {
	c.report(ctx, summary, err, diagnostics)
	created.readBack(ctx, c.client, diagnostics)
	diagnostics.Append(c.state.Set(ctx, created)...)
}

func (c creation) report(ctx context.Context, summary string, err error, diagnostics *diag.Diagnostics) {
	tfkit.ReportRefusal(ctx, diagnostics, c.request, apiNames, summary, err)
}

// waitForJobs waits for the jobs of a new clone: until then its disks are incomplete (jobs.rst).
func waitForJobs(ctx context.Context, client *cloudsigma.Client, server *cloudsigma.Server) error {
	for _, reference := range server.Jobs {
		_, err := tfkit.Wait[*cloudsigma.Job]{
			Entity: "server " + server.UUID, Goal: "be cloned",
			Read: func(ctx context.Context) (*cloudsigma.Job, error) { return client.Jobs.Get(ctx, reference.UUID) },
			Check: func(job *cloudsigma.Job) (string, bool, error) {
				if job.State != cloudsigma.JobStarted && job.State != cloudsigma.JobSuccess {
					return job.State, false, fmt.Errorf("job %s ended", job.UUID)
				}
				return fmt.Sprintf("%s, %.0f %%", job.State, job.Data.Progress), job.State == cloudsigma.JobSuccess, nil
			},
			Forgive: cloudsigmaentity.NotKnownYet,
		}.Until(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// readBack shows a server after a failure, also if the run was cancelled: what exists has to be in the
// state. If that fails too the model stays as it is, with a warning only, because an error has been told
// already.
func (m *model) readBack(ctx context.Context, client *cloudsigma.Client, diagnostics *diag.Diagnostics) {
	server, err := client.Servers.Get(context.WithoutCancel(ctx), m.ID.ValueString())
	if err != nil {
		diagnostics.AddWarning("The state of the server is not known", err.Error())
		return
	}
	m.show(ctx, server, diagnostics)
}
