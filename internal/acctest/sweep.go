package acctest

import (
	"context"
	"errors"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func isLeftover(name string) bool { return strings.HasPrefix(name, NamePrefix) }

// unswept are the types of resources that no sweeper deletes, with the reason.
var unswept = map[string]string{
	"cloudsigma_drive_attachment":           "goes with its server",
	"cloudsigma_firewall_policy_attachment": "goes with its server",
	"cloudsigma_subscription":               "has no name, and cannot be given back; no test buys one on a real account",
	"occi_entity":                           "is a compute, a storage or a network, and swept as such",
	"occi_floating_ip":                      "has no name to be known by",
	"occi_floating_ip_association":          "goes with its VM",
	"occi_image":                            "is only made on emulated clouds: many servers let nobody delete images",
	"occi_link":                             "goes with its ends",
	"occi_mixin_association":                "goes with its entity or its mixin",
	"occi_network_interface":                "goes with its VM",
	"occi_security_group_association":       "goes with its VM",
	"occi_storage_link":                     "goes with its ends",
}

// isCopyOfLeftover knows a snapshot of a volume by its title, such as "snapshot of tf-acc-volume-3f21a0".
func isCopyOfLeftover(name string) bool {
	return !isLeftover(name) && strings.Contains(name, NamePrefix)
}

// occiSweeps are the entities that tests may have left, in the order in which they can be deleted.
var occiSweeps = []struct {
	resource  string
	kind      occi.TypeID
	attribute string
	leftover  func(name string) bool
}{
	{"occi_compute", infrastructure.KindCompute, infrastructure.AttributeComputeHostname, isLeftover},
	// OpenStack does not delete a volume that has snapshots.
	{"occi_storage_snapshot", infrastructure.KindStorage, infrastructure.AttributeTitle, isCopyOfLeftover},
	{"occi_storage", infrastructure.KindStorage, infrastructure.AttributeTitle, isLeftover},
	{"occi_network", infrastructure.KindNetwork, infrastructure.AttributeTitle, isLeftover},
	{"occi_security_group", infrastructure.KindSecurityGroup, infrastructure.AttributeTitle, isLeftover},
}

// sweptWithMixins are the types of resources that sweepMixins deletes.
var sweptWithMixins = []string{"occi_mixin", "occi_security_rule"}

// SweepOCCI deletes what tests left on an OCCI cloud: VMs by host name, snapshots, volumes and networks by title,
// security groups by title or term, with their rules, and mixins by term. What stays is in unswept. It goes on after
// an error and returns all.
func SweepOCCI(ctx context.Context, client *occi.Client) error {
	types, err := client.RefreshQueryInterface(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for _, sweep := range occiSweeps {
		kind, ok := types.Kind(sweep.kind)
		if !ok {
			continue
		}
		problems = append(problems, sweepCollection(ctx, client, kind.Location, func(entity *occi.Entity) bool {
			return entity.Kind.TypeID == sweep.kind && sweep.leftover(entity.Attributes[sweep.attribute].Text())
		}))
	}
	return errors.Join(append(problems, sweepMixins(ctx, client, types))...)
}

// sweepMixins deletes mixins that tests made, and with security groups their rules. Templates are mixins too, but only
// those who made the images can delete them.
func sweepMixins(ctx context.Context, client *occi.Client, types *occi.QueryInterface) error {
	var problems []error
	for _, mixin := range types.Mixins {
		if !isLeftover(mixin.Term) || mixin.IsRelatedTo(infrastructure.MixinOSTemplate) {
			continue
		}
		if mixin.IsRelatedTo(infrastructure.MixinSecurityGroup) {
			problems = append(problems, sweepCollection(ctx, client, mixin.Location, func(entity *occi.Entity) bool {
				return entity.Kind.TypeID == infrastructure.KindSecurityRule
			}))
		}
		problems = append(problems, client.DeleteMixin(ctx, mixin.TypeID))
	}
	return errors.Join(problems...)
}

func sweepCollection(ctx context.Context, client *occi.Client, location string, leftover func(*occi.Entity) bool) error {
	paths, err := client.List(ctx, location)
	if err != nil {
		return err
	}
	var problems []error
	for _, path := range paths {
		entity, err := client.Get(ctx, path)
		// Lists of occi-os hold dead entities and those of other tenants, whose GET is an error.
		if err == nil && leftover(entity) {
			problems = append(problems, occientity.Delete(ctx, client, path))
		}
	}
	return errors.Join(problems...)
}
