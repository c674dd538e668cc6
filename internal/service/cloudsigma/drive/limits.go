package drive

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// limitsOf are the limits of a storage type and its name; what is not told is 0. The type "" is the default of the location.
func limitsOf(capabilities *cloudsigma.Capabilities, storageType string) (cloudsigma.DriveLimits, string) {
	if storageType == "" {
		storageType = capabilities.DefaultStorageType
	}
	return capabilities.Drives[storageType], storageType
}

// checkSize compares a size with the limits of a storage type, if it has any.
func (m *model) checkSize(capabilities *cloudsigma.Capabilities, storageType string, diagnostics *diag.Diagnostics) {
	limits, storageType := limitsOf(capabilities, storageType)
	size := m.Size.ValueInt64()
	if limits.Size.Max > 0 && !m.Size.IsUnknown() && (size < limits.Size.Min || size > limits.Size.Max) {
		diagnostics.AddAttributeError(path.Root("size"), "The location does not offer this size", fmt.Sprintf(
			"A drive of the storage type %q has %d to %d bytes there, got %d.", storageType, limits.Size.Min, limits.Size.Max, size))
	}
}

// checkIOPS compares a limit of operations per second with what a storage type allows, as checkSize.
func (m *model) checkIOPS(capabilities *cloudsigma.Capabilities, storageType string, diagnostics *diag.Diagnostics) {
	limits, storageType := limitsOf(capabilities, storageType)
	wanted, least, most := m.IOPS.ValueInt64(), limits.IOPS.Min, limits.IOPS.Max
	if most > 0 && cloudsigmaentity.IsSet(m.IOPS) && (wanted < least || wanted > most) {
		diagnostics.AddAttributeError(path.Root("iops"), "The location does not offer this limit", fmt.Sprintf(
			"A drive of the storage type %q has a limit of %d to %d operations per second there, got %d.", storageType, least, most, wanted))
	}
}

// checkStorageType refuses a configured storage type that the location does not offer.
func checkStorageType(capabilities *cloudsigma.Capabilities, storageType string, diagnostics *diag.Diagnostics) {
	if _, known := capabilities.Drives[storageType]; known {
		return
	}
	diagnostics.AddAttributeError(path.Root("storage_type"), "The location does not offer this storage type", fmt.Sprintf(
		"The storage types there are: %s; got %q.", strings.Join(slices.Sorted(maps.Keys(capabilities.Drives)), ", "), storageType))
}
