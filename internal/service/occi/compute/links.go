package compute

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// creationLinks are the links to create the VM with: the networks in their order, then the volumes.
func (m *model) creationLinks(ctx context.Context, diagnostics *diag.Diagnostics) []occi.Link {
	var networks, volumes []string
	diagnostics.Append(m.Networks.ElementsAs(ctx, &networks, false)...)
	diagnostics.Append(m.Volumes.ElementsAs(ctx, &volumes, false)...)
	slices.Sort(volumes)
	var links []occi.Link
	for _, id := range networks {
		links = append(links, link(id, infrastructure.KindNetwork, infrastructure.KindNetworkInterface))
	}
	for _, id := range volumes {
		links = append(links, link(id, infrastructure.KindStorage, infrastructure.KindStorageLink))
	}
	return links
}

func link(target string, targetKind, kind occi.TypeID) occi.Link {
	return occi.Link{Target: target, Relations: []occi.TypeID{targetKind}, Categories: []occi.TypeID{kind}}
}

// makeLinks makes links of a VM that exists, one by one. Deleting the VM takes them away.
func makeLinks(ctx context.Context, client *occi.Client, vm string, links []occi.Link) error {
	for _, link := range links {
		if _, err := occientity.Create(ctx, client, linkBlueprint(client, vm, link)); err != nil {
			return err
		}
		if link.Categories[0] != infrastructure.KindStorageLink {
			continue
		}
		// A VM whose volume is still attaching cannot be deleted (capture 46-unlink-while-attaching).
		if _, err := (occientity.StateWait{
			Entity: "volume " + link.Target, Path: link.Target, Attribute: infrastructure.AttributeStorageState,
			Target: infrastructure.StorageStateOnline, Failed: infrastructure.StorageStateError,
		}).Until(ctx, client); err != nil {
			return err
		}
	}
	return nil
}

// linkBlueprint is a link as an entity of its own. It is recognized by its ends.
func linkBlueprint(client *occi.Client, vm string, link occi.Link) occientity.Blueprint {
	attributes := occi.Attributes{
		infrastructure.AttributeSource: occi.String(client.URL(vm)),
		infrastructure.AttributeTarget: occi.String(client.URL(link.Target)),
	}
	kind := link.Categories[0]
	if kind == infrastructure.KindStorageLink {
		// occi-os answers 500 without it; empty lets it choose (captures 46-link-no-deviceid.occi,
		// 46-link-create-empty-deviceid.occi).
		attributes[infrastructure.AttributeStorageLinkDeviceID] = occi.String("")
	}
	return occientity.Blueprint{
		Kind: kind, Attributes: attributes,
		IsOurs: func(entity *occi.Entity) bool {
			source, target := occientity.Ends(client, entity)
			return source == vm && target == link.Target
		},
	}
}
