package compute

import (
	"math"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

const (
	mebibytesPerGibibyte = 1024
	// leastMebibytes is the memory of the smallest flavor that OpenStack comes with.
	leastMebibytes = 64
)

// shownMemory is the memory in GiB, the unit of GFD.184. ooi shows Nova's MiB instead (ooi capture 046: 512 for
// m1.tiny) and calls them gigabytes in its query interface (003), so what the VM itself shows has to tell: the size
// is a flavor of OpenStack, it is given as Nova gives it (a whole number, of 64 at least), and the VM has not got the
// mixin os_vms, whose servers convert it (occi-os, the guide's). A server of OCCI 1.2 with GiB passes as well unless
// it gives a VM 64 GiB or more by a flavor in OpenStack's scheme.
func shownMemory(entity *occi.Entity, prior types.Float64) types.Float64 {
	shown := occientity.ShownNumber(entity, infrastructure.AttributeComputeMemory, prior)
	_, isShown := entity.Attributes[infrastructure.AttributeComputeMemory]
	flavor, hasFlavor := entity.Mixin(infrastructure.MixinResourceTemplate)
	memory := shown.ValueFloat64()
	if isShown && hasFlavor && flavor.Scheme == infrastructure.SchemeOpenStackResourceTemplate &&
		!entity.HasMixin(infrastructure.MixinOpenStackVM) && memory >= leastMebibytes && memory == math.Trunc(memory) {
		return types.Float64Value(memory / mebibytesPerGibibyte)
	}
	return shown
}
