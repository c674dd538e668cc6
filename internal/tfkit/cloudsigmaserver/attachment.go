package cloudsigmaserver

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// AttachmentID is the id of what attaches something to a server: a drive by its UUID, or a policy to a NIC by
// its MAC.
func AttachmentID(server, attached string) string { return server + "/" + attached }

// ImportAttachment imports by AttachmentID. The attribute is that of the second part ("drive_uuid").
func ImportAttachment(
	ctx context.Context, attribute string, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	server, attached, ok := strings.Cut(request.ID, "/")
	if !ok || server == "" || attached == "" {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID),
			fmt.Errorf("it is imported by server_uuid/%s", attribute))
		return
	}
	for name, value := range map[string]string{"id": request.ID, "server_uuid": server, attribute: attached} {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}
