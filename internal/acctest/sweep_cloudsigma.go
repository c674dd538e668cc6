package acctest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

const (
	// sweepTimeout bounds the deletion of one entity.
	sweepTimeout = 10 * time.Minute
	// lostHost is for how long a server may be unavailable before it is stopped nevertheless.
	lostHost = time.Minute
)

// cloudSigmaSweeps are the types of resources that tests may have left, in the order in which they can be deleted.
var cloudSigmaSweeps = []struct {
	resource string
	sweep    func(context.Context, *cloudsigma.Client) error
}{
	{"cloudsigma_server", sweepServers},
	{"cloudsigma_snapshot", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepSnapshots(ctx, client.Snapshots, "snapshot")
	}},
	{"cloudsigma_remote_snapshot", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepSnapshots(ctx, client.RemoteSnapshots, "remote snapshot")
	}},
	{"cloudsigma_drive", sweepDrives},
	{"cloudsigma_backup_policy", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepAll(ctx, client.BackupPolicies.List, func(policy *cloudsigma.BackupPolicy) (string, string) {
			return policy.UUID, policy.Definition.Name
		}, client.BackupPolicies.Delete)
	}},
	{"cloudsigma_ssh_key", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepAll(ctx, client.Keypairs.List, func(key *cloudsigma.Keypair) (string, string) {
			return key.UUID, key.Definition.Name
		}, client.Keypairs.Delete)
	}},
	{"cloudsigma_firewall_policy", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepAll(ctx, client.FirewallPolicies.List, func(policy *cloudsigma.FirewallPolicy) (string, string) {
			return policy.UUID, policy.Definition.Name
		}, client.FirewallPolicies.Delete)
	}},
	{"cloudsigma_acl", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepAll(ctx, client.ACLs.List, func(acl *cloudsigma.ACL) (string, string) {
			return acl.UUID, acl.Definition.Name
		}, client.ACLs.Delete)
	}},
	{"cloudsigma_tag", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepAll(ctx, client.Tags.List, func(tag *cloudsigma.Tag) (string, string) {
			return tag.UUID, tag.Definition.Name
		}, client.Tags.Delete)
	}},
	{"cloudsigma_vlan", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepAll(ctx, client.VLANs.List, func(vlan *cloudsigma.VLAN) (string, string) {
			return vlan.UUID, vlan.Annotations.Name()
		}, func(ctx context.Context, uuid string) error {
			_, err := client.VLANs.Edit(ctx, uuid, forget)
			return err
		})
	}},
	{"cloudsigma_ip", func(ctx context.Context, client *cloudsigma.Client) error {
		return sweepAll(ctx, client.IPs.List, func(ip *cloudsigma.IP) (string, string) {
			return ip.UUID, ip.Annotations.Name()
		}, func(ctx context.Context, uuid string) error {
			_, err := client.IPs.Edit(ctx, uuid, forget)
			return err
		})
	}},
	{"cloudsigma_global_context", sweepGlobalContext},
}

// SweepCloudSigma deletes what tests left in a CloudSigma account, by name, and waits until it is gone: servers with
// their disks, and all that cloudSigmaSweeps has. VLANs and IPs, which the account has by subscription, lose their
// names, meta and tags, and the global context the keys of tests. What stays is in unswept. It goes on after an error
// and returns all.
func SweepCloudSigma(ctx context.Context, client *cloudsigma.Client) error {
	var problems []error
	for _, one := range cloudSigmaSweeps {
		if err := one.sweep(ctx, client); err != nil {
			problems = append(problems, fmt.Errorf("sweeping %s: %w", one.resource, err))
		}
	}
	return errors.Join(problems...)
}

// sweepServers stops servers and deletes them with their disks: those of a clone are named like those of its source,
// which need not be a test's name. Tests attach no disks but their own.
func sweepServers(ctx context.Context, client *cloudsigma.Client) error {
	return sweepAll(ctx, client.Servers.List, func(server *cloudsigma.Server) (string, string) {
		return server.UUID, server.Definition.Name
	}, func(ctx context.Context, uuid string) error {
		server, err := cloudsigmaserver.SettleToStop(ctx, client, uuid, lostHost)
		if err != nil {
			return err
		}
		disks, err := disksOf(ctx, client, server)
		if err != nil {
			return err
		}
		if err := cloudsigmaserver.Stop(ctx, client, server, 0); err != nil {
			return err
		}
		err = deleteForGood(ctx, "server", uuid, func(ctx context.Context, uuid string) error {
			return client.Servers.Delete(ctx, uuid, cloudsigma.RecurseDisks)
		}, client.Servers.Get, func(server *cloudsigma.Server) string { return server.Status })
		for _, disk := range disks {
			err = errors.Join(err, waitUntilGone(ctx, "drive", disk, client.Drives.Get, driveStatus))
		}
		return err
	})
}

// disksOf are the UUIDs of the disks of a server, which go with it.
func disksOf(ctx context.Context, client *cloudsigma.Client, server *cloudsigma.Server) ([]string, error) {
	var disks []string
	for _, attached := range server.Definition.Drives {
		drive, err := client.Drives.Get(ctx, attached.Drive.UUID)
		switch {
		case cloudsigma.IsNotFound(err):
		case err != nil:
			return nil, err
		case drive.Definition.Media == cloudsigma.MediaDisk:
			disks = append(disks, drive.UUID)
		}
	}
	return disks, nil
}

func sweepDrives(ctx context.Context, client *cloudsigma.Client) error {
	return sweepAll(ctx, client.Drives.List, func(drive *cloudsigma.Drive) (string, string) {
		return drive.UUID, drive.Definition.Name
	}, func(ctx context.Context, uuid string) error {
		return deleteForGood(ctx, "drive", uuid, client.Drives.Delete, client.Drives.Get, driveStatus)
	})
}

func driveStatus(drive *cloudsigma.Drive) string { return drive.Status }

// sweepSnapshots deletes snapshots by their name or that of their drive, as backup policies name them by themselves.
func sweepSnapshots(ctx context.Context, snapshots *cloudsigma.Snapshots, noun string) error {
	return sweepAll(ctx, snapshots.List, func(snapshot *cloudsigma.Snapshot) (string, string) {
		if drive := snapshot.DriveMeta; drive != nil && isLeftover(drive.Name) {
			return snapshot.UUID, drive.Name
		}
		return snapshot.UUID, snapshot.Definition.Name
	}, func(ctx context.Context, uuid string) error {
		return deleteForGood(ctx, noun, uuid, snapshots.Delete, snapshots.Get,
			func(snapshot *cloudsigma.Snapshot) string { return snapshot.Status })
	})
}

// sweepGlobalContext removes the keys of tests. Without any it writes nothing.
func sweepGlobalContext(ctx context.Context, client *cloudsigma.Client) error {
	isOfTest := func(key string, _ json.RawMessage) bool { return isLeftover(key) }
	values, err := client.GlobalContext(ctx)
	if err != nil {
		return err
	}
	before := len(values)
	if maps.DeleteFunc(values, isOfTest); len(values) == before {
		return nil
	}
	_, err = client.EditGlobalContext(ctx, func(current cloudsigma.Meta) (cloudsigma.Meta, error) {
		maps.DeleteFunc(current, isOfTest)
		return current, nil
	})
	return err
}

// deleteForGood deletes an entity, if need be after what is being done to it, and waits until it is gone.
func deleteForGood[T any](
	ctx context.Context, noun, uuid string, remove func(context.Context, string) error,
	get func(context.Context, string) (*T, error), status func(*T) string,
) error {
	_, err := tfkit.Wait[struct{}]{
		Entity: noun + " " + uuid, Goal: "accept its deletion",
		Read:    func(ctx context.Context) (struct{}, error) { return struct{}{}, remove(ctx, uuid) },
		Check:   func(struct{}) (string, bool, error) { return "", true, nil },
		Forgive: func(err error, _ int) bool { return cloudsigma.IsConcurrency(err) },
	}.Until(ctx)
	if err != nil {
		return err
	}
	return waitUntilGone(ctx, noun, uuid, get, status)
}

func waitUntilGone[T any](
	ctx context.Context, noun, uuid string, get func(context.Context, string) (*T, error), status func(*T) string,
) error {
	return cloudsigmaentity.WaitUntilGone(ctx, noun+" "+uuid, func(ctx context.Context) (string, error) {
		entity, err := get(ctx, uuid)
		if err != nil {
			return "", err
		}
		return status(entity), nil
	})
}

// forget removes what tests have annotated.
func forget(annotations *cloudsigma.Annotations) error {
	annotations.Meta, annotations.Tags = cloudsigma.Meta{}, cloudsigma.References()
	return nil
}

// sweepAll removes the entities whose names are those of tests. One that is gone meanwhile is a success.
func sweepAll[T any](
	ctx context.Context, list func(context.Context) ([]T, error), describe func(*T) (uuid, name string),
	remove func(context.Context, string) error,
) error {
	entities, err := list(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for i := range entities {
		uuid, name := describe(&entities[i])
		if !isLeftover(name) {
			continue
		}
		bounded, cancel := context.WithTimeout(ctx, sweepTimeout)
		if err := remove(bounded, uuid); !cloudsigma.IsNotFound(err) {
			problems = append(problems, err)
		}
		cancel()
	}
	return errors.Join(problems...)
}
