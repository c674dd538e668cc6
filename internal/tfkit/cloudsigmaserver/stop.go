package cloudsigmaserver

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// defaultShutdownTimeout is the minute for which the API presses the power button (servers.rst).
const defaultShutdownTimeout = time.Minute

// StopModel is what the models have in common of resources that may have to stop a server. They embed it.
type StopModel struct {
	StopForUpdate   types.Bool   `tfsdk:"stop_for_update"`
	ShutdownTimeout types.String `tfsdk:"shutdown_timeout"`
}

// OneStop is a remark for StopAttributes of what is changed together with others.
const OneStop = " Changes of several attachments and drives of a server at the same time cost one stop and one start."

// StopAttributes are those of a StopModel. A remark about stop_for_update may be "".
func StopAttributes(remark string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"stop_for_update": schema.BoolAttribute{
			MarkdownDescription: "Whether a server that runs may be stopped, and then started again, for changes that CloudSigma makes of " +
				"a stopped one only. The plan announces it with a warning. With `false` such a change of a running server is an error. " +
				"Default `true`." + remark,
			Optional: true,
		},
		"shutdown_timeout": shutdownTimeoutAttribute(),
	}
}

func shutdownTimeoutAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Time for the server's system to shut down by itself, such as `90s`, after its (ACPI) power button " +
			"is pressed. Then its power is cut. CloudSigma presses for a whole minute at a time, and the power cannot be cut before " +
			"that minute is over. `0s` cuts the power at once. Default `1m`.",
		Optional: true,
		Validators: []validator.String{tfkit.TextValidator{Rule: "be a duration like 90s, or 0s", Check: func(value string) error {
			duration, err := time.ParseDuration(value)
			if err == nil && duration < 0 {
				err = fmt.Errorf("got %q", value)
			}
			return err
		}}},
	}
}

// Patience is how long the server's system may take to shut down. The schema has validated it.
func (m *StopModel) Patience() time.Duration {
	timeout, err := time.ParseDuration(m.ShutdownTimeout.ValueString())
	if err != nil {
		return defaultShutdownTimeout
	}
	return timeout
}

// MayStop tells whether the server may be stopped.
func (m *StopModel) MayStop() bool {
	return !cloudsigmaentity.IsSet(m.StopForUpdate) || m.StopForUpdate.ValueBool()
}

// outage is one of a server, which may be stopped as the configuration says.
func (m *StopModel) outage(client *cloudsigma.Client, server string) Outage {
	return Outage{Client: client, Server: server, MayStop: m.MayStop(), Patience: m.Patience()}
}

// Interruption says how a server is stopped for a change ("the drive is attached") and started again.
func (m *StopModel) Interruption(change string) string {
	if m.Patience() == 0 {
		return "its power is cut, " + change + ", and it is started again."
	}
	return fmt.Sprintf("it is shut down, %s, and it is started again. If its system does not shut down within %s its power is cut.",
		change, m.Patience())
}

// PlannedChange is a change that needs a stopped server, in the words of a plan.
type PlannedChange struct {
	// What it is, as "the drive is attached".
	What string
	// Unless is when the server is left alone after all, as "unless this run destroys it first"; it may be "".
	Unless string
	// Advice is what to know besides, in whole sentences; it may be "".
	Advice string
}

// Warn tells at plan time what a change means for a server: that it is stopped and started, or that the change is
// going to fail because that is not allowed. Nothing is told of a server that is not known yet, or cannot be read now.
func (m *StopModel) Warn(
	ctx context.Context, client *cloudsigma.Client, uuid string, change PlannedChange, diagnostics *diag.Diagnostics,
) {
	if client == nil || uuid == "" {
		return
	}
	server, err := client.Servers.Look(ctx, uuid)
	if err != nil {
		tflog.Warn(ctx, "it is not known whether the server runs", map[string]any{"error": err.Error()})
		return
	}
	if server.Status == cloudsigma.ServerStopped {
		return
	}
	summary, consequence := "The server will be stopped and started", m.Interruption(change.What)
	if change.Unless != "" {
		summary, consequence = "The server may be stopped and started", change.Unless+", "+consequence
	}
	if !m.MayStop() {
		summary = "The server has to be stopped first"
		consequence = strings.TrimPrefix(change.Unless+", ", ", ") + "it is an error if it is not stopped by the time that " + change.What +
			", because of stop_for_update = false."
	}
	diagnostics.AddWarning(summary, strings.TrimSpace(fmt.Sprintf(
		"The server %s (%s) is %q, and CloudSigma does this only while it is stopped: %s %s",
		server.Definition.Name, server.UUID, server.Status, consequence, change.Advice)))
}
