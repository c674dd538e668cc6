package tfkit

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// errGone is what [IsGone] knows.
var errGone = errors.New("it does not exist")

// UnlessGone is the error of a read that found nothing, or else the error of the read itself.
func UnlessGone(exists bool, err error) error {
	if err == nil && !exists {
		return errGone
	}
	return err
}

// IsGone tells whether [UnlessGone] says that there is nothing. It is for a [Read] in which no error of a client means that.
func IsGone(err error) bool { return errors.Is(err, errGone) }

// Read is the frame of a resource's Read method. read writes what the server says into the model of the state; if its
// error means that the entity is gone the resource leaves the state, and any other is reported with the summary.
// Nothing is done after an error that is there before, such as that no cloud is configured.
func Read[M any](
	ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse, summary string,
	isGone func(error) bool, read func(state *M) error,
) {
	var state M
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	err := read(&state)
	switch {
	case err == nil:
		response.Diagnostics.Append(response.State.Set(ctx, &state)...)
	case IsGone(err) || isGone(err):
		response.State.RemoveResource(ctx)
	default:
		ReportError(&response.Diagnostics, summary, err)
	}
}

// Delete is the frame of a resource's Delete method, whose error is reported with the summary. The context of remove
// ends at the configured time-out, or the default. A default of zero means that the resource has no time-outs.
func Delete[M any](
	ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse, summary string,
	timeout time.Duration, remove func(ctx context.Context, state *M) error,
) {
	var state M
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if timeout > 0 {
		var configured timeouts.Value
		response.Diagnostics.Append(request.State.GetAttribute(ctx, path.Root("timeouts"), &configured)...)
		chosen, problems := configured.Delete(ctx, timeout)
		response.Diagnostics.Append(problems...)
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, chosen)
		defer cancel()
	}
	if response.Diagnostics.HasError() {
		return
	}
	if err := remove(ctx, &state); err != nil {
		ReportError(&response.Diagnostics, summary, err)
	}
}
