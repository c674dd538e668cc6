package occientity

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// ShownSummary is ShownText for the summary, of which an empty one is as good as none: a change of the title
// alone has to send it empty.
func ShownSummary(entity *occi.Entity, prior types.String) types.String {
	shown := ShownText(entity, infrastructure.AttributeSummary, prior)
	if shown.ValueString() == "" {
		return types.StringNull()
	}
	return shown
}
