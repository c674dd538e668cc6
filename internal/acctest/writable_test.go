package acctest_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
)

// documentedSchemas is where the schemas of CloudSigma's documentation are, if at all.
var documentedSchemas = filepath.Join("..", "..", "..", "shared", "reference", "cloudsigma-api", "dumps")

// Why members of the API that can be written are no attributes. Where it cannot be said how a member is used, it is not guessed.
const (
	byACL    = "What others may do is said by ACLs (acls.rst): cloudsigma_acl. No page writes it here."
	byServer = "The server says it; the schema of subscriptions marks nothing as read-only, and only the time, the amount, the " +
		"resource and auto_renew are ordered (subscriptions.rst)."
	byLibrary = "Licences come with the image and cannot be changed (libdrives.rst)."
)

// writable is how the members of an entity that can be written are called in its resource.
type writable struct {
	schema string
	// attributes are those that are called otherwise; the rest has the name of the member. excuses are the members without one.
	attributes, excuses map[string]string
}

var writables = map[string]writable{
	"cloudsigma_acl": {schema: "response_acls_schema", attributes: map[string]string{"rules": "permissions"}},
	"cloudsigma_drive": {schema: "response_drive_schema", excuses: map[string]string{
		"grantees": byACL, "permissions": byACL, "licenses.amount": byLibrary, "licenses.license": byLibrary, "licenses.user": byLibrary,
	}},
	"cloudsigma_ip":   {schema: "response_ip_schema", excuses: map[string]string{"grantees": byACL, "permissions": byACL}},
	"cloudsigma_vlan": {schema: "response_vlan_schema", excuses: map[string]string{"grantees": byACL, "permissions": byACL}},
	"cloudsigma_tag":  {schema: "response_tags_schema"},
	"cloudsigma_snapshot": {schema: "response_snapshot_schema", excuses: map[string]string{
		"grantees": byACL, "permissions": byACL,
	}},
	"cloudsigma_remote_snapshot": {schema: "remote_snapshots/response_snapshot_schema", excuses: map[string]string{
		"grantees": byACL, "permissions": byACL,
	}},
	"cloudsigma_backup_policy": {schema: "backupschedulers/response_backupscheduler_schema", excuses: map[string]string{
		"grantees": byACL, "permissions": byACL,
		"orchestrator_timezone": "The page names only user_timezone, in which all times are.",
	}},
	"cloudsigma_subscription": {schema: "response_subscription_schema", attributes: map[string]string{
		"start_time": "starts_at", "end_time": "ends_at",
	}, excuses: map[string]string{
		"id": byServer, "uuid": byServer, "price": byServer, "remaining": byServer, "subscribed_object": byServer,
		"discount_amount": byServer, "discount_percent": byServer, "free_tier": byServer, "was_billed": byServer,
	}},
	"cloudsigma_server": {
		schema: "response_server_schema",
		attributes: map[string]string{
			"mem": "memory", "pubkeys": "ssh_keys", "epcs.size": "enclave_page_caches", "gpus.model": "gpus",
			"drives.drive": "drive.uuid", "drives.device": "drive.device", "drives.dev_channel": "drive.dev_channel",
			"drives.boot_order": "drive.boot_order", "nics.model": "network.model", "nics.boot_order": "network.boot_order",
			"nics.vlan": "network.vlan_uuid", "nics.ip_v4_conf.conf": "network.type", "nics.ip_v4_conf.ip": "network.ipv4_address",
			"nics.ip_v6_conf.conf": "network.ipv6_type", "nics.ip_v6_conf.ip": "network.ipv6_address",
		},
		excuses: map[string]string{
			"grantees": byACL, "permissions": byACL,
			"nics.mac":     "It names the NIC in an edit, and cannot be chosen (network_interfaces.rst).",
			"requirements": "\"A collection of special requirements\", empty in all samples: nothing says what an element is.",
		},
	},
}

// TestWritableMembersAreAttributes holds the resources against the schemas in CloudSigma's documentation.
func TestWritableMembersAreAttributes(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(documentedSchemas); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the samples of CloudSigma's documentation are not there")
	}
	server, err := acctest.AllProviders()["cloudsigma"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, entity := range writables {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			attributes := settable("", all.ResourceSchemas[name].Block)
			members := writableMembers(t, entity.schema)
			for _, member := range members {
				attribute, renamed := entity.attributes[member]
				if !renamed {
					attribute = member
				}
				isThere := slices.Contains(attributes, attribute)
				if _, excused := entity.excuses[member]; isThere == excused {
					t.Errorf("%s can be written; the attribute %s is there: %t, excused: %t", member, attribute, isThere, excused)
				}
			}
			for _, known := range []map[string]string{entity.attributes, entity.excuses} {
				for member := range known {
					if !slices.Contains(members, member) {
						t.Errorf("%s is no member that can be written", member)
					}
				}
			}
		})
	}
}

// settable are the paths of the arguments of a block: "network.type".
func settable(prefix string, block *tfprotov6.SchemaBlock) []string {
	var paths []string
	add := func(attributes []*tfprotov6.SchemaAttribute, prefix string) []*tfprotov6.SchemaAttribute {
		var nested []*tfprotov6.SchemaAttribute
		for _, attribute := range attributes {
			if !attribute.Required && !attribute.Optional {
				continue
			}
			paths = append(paths, prefix+attribute.Name)
			if attribute.NestedType != nil {
				nested = append(nested, attribute)
			}
		}
		return nested
	}
	for _, attribute := range add(block.Attributes, prefix) {
		add(attribute.NestedType.Attributes, prefix+attribute.Name+".")
	}
	for _, nested := range block.BlockTypes {
		paths = append(paths, settable(prefix+nested.TypeName+".", nested.Block)...)
	}
	return paths
}

// schemaMember is one of a documented schema.
type schemaMember struct {
	ReadOnly bool                    `json:"readonly"`
	Fields   map[string]schemaMember `json:"fields"`
}

// writableMembers are the paths of the members that can be written: "nics.ip_v4_conf.conf".
func writableMembers(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(documentedSchemas, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n\n")
	var schema schemaMember
	if err := json.Unmarshal([]byte(body), &schema); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return schema.writable("")
}

func (m schemaMember) writable(prefix string) []string {
	var paths []string
	for name, field := range m.Fields {
		switch {
		case field.ReadOnly:
		case len(field.Fields) > 0:
			paths = append(paths, field.writable(prefix+name+".")...)
		default:
			paths = append(paths, prefix+name)
		}
	}
	return paths
}
