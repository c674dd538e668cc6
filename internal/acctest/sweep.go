package acctest

import (
	"context"
	"errors"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func isLeftover(name string) bool { return strings.HasPrefix(name, NamePrefix) }

// isCopyOfLeftover knows a snapshot of a volume by its title, such as "snapshot of tf-acc-volume-3f21a0".
func isCopyOfLeftover(name string) bool {
	return !isLeftover(name) && strings.Contains(name, NamePrefix)
}

// SweepOCCI deletes what tests left on an OCCI cloud: VMs by host name, snapshots, volumes and networks by title,
// security groups by title or term, with their rules, and mixins by term. Links go with their ends. Reservations of
// floating IPs stay: they have no name to be known by. It goes on after an error and returns all.
func SweepOCCI(ctx context.Context, client *occi.Client) error {
	types, err := client.RefreshQueryInterface(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for _, sweep := range []struct {
		kind      occi.TypeID
		attribute string
		leftover  func(name string) bool
	}{
		{infrastructure.KindCompute, infrastructure.AttributeComputeHostname, isLeftover},
		// OpenStack does not delete a volume that has snapshots.
		{infrastructure.KindStorage, infrastructure.AttributeTitle, isCopyOfLeftover},
		{infrastructure.KindStorage, infrastructure.AttributeTitle, isLeftover},
		{infrastructure.KindNetwork, infrastructure.AttributeTitle, isLeftover},
		{infrastructure.KindSecurityGroup, infrastructure.AttributeTitle, isLeftover},
	} {
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

// SweepCloudSigma deletes what tests left in a CloudSigma account: servers, snapshots, drives, backup policies, SSH
// keys, firewall policies, ACLs and tags, by name. Attachments go with their servers. VLANs and IPs, which the account has by
// subscription, lose their names, meta and tags. Subscriptions have no name and cannot be given back; no test buys any on
// a real account. It goes on after an error and returns all.
func SweepCloudSigma(ctx context.Context, client *cloudsigma.Client) error {
	return errors.Join(
		sweepAll(ctx, client.Servers.List, func(server cloudsigma.Server) (string, string) {
			return server.UUID, server.Definition.Name
		}, func(ctx context.Context, uuid string) error {
			// A server that is stopped already refuses; the delete then tells what is wrong, if anything is.
			_ = client.Servers.Stop(ctx, uuid)
			return client.Servers.Delete(ctx, uuid, cloudsigma.RecurseNone)
		}),
		sweepSnapshots(ctx, client.Snapshots),
		sweepSnapshots(ctx, client.RemoteSnapshots),
		sweepAll(ctx, client.Drives.List, func(drive cloudsigma.Drive) (string, string) {
			return drive.UUID, drive.Definition.Name
		}, client.Drives.Delete),
		sweepAll(ctx, client.BackupPolicies.List, func(policy cloudsigma.BackupPolicy) (string, string) {
			return policy.UUID, policy.Definition.Name
		}, client.BackupPolicies.Delete),
		sweepAll(ctx, client.Keypairs.List, func(key cloudsigma.Keypair) (string, string) {
			return key.UUID, key.Definition.Name
		}, client.Keypairs.Delete),
		sweepAll(ctx, client.FirewallPolicies.List, func(policy cloudsigma.FirewallPolicy) (string, string) {
			return policy.UUID, policy.Definition.Name
		}, client.FirewallPolicies.Delete),
		sweepAll(ctx, client.ACLs.List, func(acl cloudsigma.ACL) (string, string) {
			return acl.UUID, acl.Definition.Name
		}, client.ACLs.Delete),
		sweepAll(ctx, client.Tags.List, func(tag cloudsigma.Tag) (string, string) {
			return tag.UUID, tag.Definition.Name
		}, client.Tags.Delete),
		sweepAll(ctx, client.VLANs.List, func(vlan cloudsigma.VLAN) (string, string) {
			return vlan.UUID, vlan.Annotations.Name()
		}, func(ctx context.Context, uuid string) error {
			_, err := client.VLANs.Edit(ctx, uuid, forget)
			return err
		}),
		sweepAll(ctx, client.IPs.List, func(ip cloudsigma.IP) (string, string) {
			return ip.UUID, ip.Annotations.Name()
		}, func(ctx context.Context, uuid string) error {
			_, err := client.IPs.Edit(ctx, uuid, forget)
			return err
		}),
	)
}

func sweepSnapshots(ctx context.Context, snapshots *cloudsigma.Snapshots) error {
	return sweepAll(ctx, snapshots.List, func(snapshot cloudsigma.Snapshot) (string, string) {
		return snapshot.UUID, snapshot.Definition.Name
	}, snapshots.Delete)
}

// forget removes what tests have annotated.
func forget(annotations *cloudsigma.Annotations) error {
	annotations.Meta, annotations.Tags = cloudsigma.Meta{}, cloudsigma.References()
	return nil
}

func sweepAll[T any](
	ctx context.Context, list func(context.Context) ([]T, error), describe func(T) (uuid, name string),
	remove func(context.Context, string) error,
) error {
	entities, err := list(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for _, entity := range entities {
		if uuid, name := describe(entity); isLeftover(name) {
			problems = append(problems, remove(ctx, uuid))
		}
	}
	return errors.Join(problems...)
}
