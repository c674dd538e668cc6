package drive

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// checkSize compares a size with the limits of a storage type, if it has any. The type "" is the default of the
// location.
func (m *model) checkSize(capabilities *cloudsigma.Capabilities, storageType string, diagnostics *diag.Diagnostics) {
	if storageType == "" {
		storageType = capabilities.DefaultStorageType
	}
	limits, known := capabilities.Drives[storageType]
	size := m.Size.ValueInt64()
	if known && !m.Size.IsUnknown() && (size < limits.Size.Min || size > limits.Size.Max) {
		diagnostics.AddAttributeError(path.Root("size"), "The location does not offer this size", fmt.Sprintf(
			"A drive of the storage type %q has %d to %d bytes there, got %d.", storageType, limits.Size.Min, limits.Size.Max, size))
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
