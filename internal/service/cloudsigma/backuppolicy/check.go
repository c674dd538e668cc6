package backuppolicy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// check tells whether the server did what it was told: the documentation does not say what of a policy it ignores.
func (m *model) check(ctx context.Context, policy *cloudsigma.BackupPolicy) error {
	wanted := policy.Definition
	m.apply(ctx, &wanted)
	var shown, planned cloudsigma.Fields
	if err := errors.Join(members(policy.Definition, &shown), members(wanted, &planned)); err != nil {
		return err
	}
	var differences []string
	for name, value := range planned {
		if !bytes.Equal(shown[name], value) {
			differences = append(differences, fmt.Sprintf("%s is %s instead of %s", name, shown[name], value))
		}
	}
	if len(differences) == 0 {
		return nil
	}
	slices.Sort(differences)
	return fmt.Errorf("the server answered that it had done so, but of the backup policy %s: %s",
		policy.UUID, strings.Join(differences, "; "))
}

// members are those of a definition as it is sent.
func members(definition cloudsigma.BackupPolicyDefinition, into *cloudsigma.Fields) error {
	encoded, err := json.Marshal(definition)
	if err != nil {
		return err
	}
	return json.Unmarshal(encoded, into)
}
