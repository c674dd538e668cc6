package compute

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// entity is a VM that shows these attributes, given in pairs of name and value.
func entity(pairs ...string) *occi.Entity {
	attributes := occi.Attributes{}
	for pair := range slices.Chunk(pairs, 2) {
		attributes[pair[0]] = occi.String(pair[1])
	}
	return &occi.Entity{Location: "/compute/1", Attributes: attributes}
}

func offering(shown *occi.Entity, actions ...occi.TypeID) *occi.Entity {
	for _, action := range actions {
		shown.Actions = append(shown.Actions, occi.ActionLink{Action: action})
	}
	return shown
}

func TestPowerState(t *testing.T) {
	t.Parallel()
	const state, nova = infrastructure.AttributeComputeState, infrastructure.AttributeOpenStackState
	for _, test := range []struct {
		name   string
		entity *occi.Entity
		want   string
	}{
		{"active", entity(state, "active", nova, "active"), "active"},
		{"stopped in occi-os", entity(state, "inactive", nova, "suspended"), "inactive"},
		{"suspended in occi-os", entity(state, "inactive", nova, "paused"), "suspended"},
		{"stopped", entity(state, "inactive", nova, "stopped"), "inactive"},
		{"suspended", entity(state, "suspended"), "suspended"},
		{"building", entity(state, "inactive", nova, "building"), "inactive"},
		{"resized", entity(state, "inactive", nova, "resized"), "active"},
		{"to be confirmed", offering(entity(state, "inactive"), infrastructure.ActionOpenStackConfirmResize), "active"},
		{"without state", entity(), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := powerState(test.entity); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	link := func(device, address string) occi.Link {
		return occi.Link{Attributes: occi.Attributes{
			infrastructure.AttributeNetworkInterfaceInterface: occi.String(device),
			infrastructure.AttributeNetworkInterfaceAddress:   occi.String(address),
		}}
	}
	volume := occi.Link{Attributes: occi.Attributes{"occi.storagelink.deviceid": occi.String("/dev/vdc")}}
	shown := entity(infrastructure.AttributeOpenStackFloatingIP, "192.0.2.9")
	shown.Links = []occi.Link{link("eth1", "10.0.0.1"), volume, link("eth0", "10.0.0.9"), link("eth0", "10.0.0.3")}
	want := []string{"10.0.0.3", "10.0.0.9", "10.0.0.1", "192.0.2.9"}
	if diff := cmp.Diff(want, addresses(shown)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	slices.Reverse(shown.Links)
	if diff := cmp.Diff(want, addresses(shown)); diff != "" {
		t.Errorf("in another order of the server, -want +got:\n%s", diff)
	}
	if got := addresses(entity()); got == nil || len(got) != 0 {
		t.Errorf("without links: %#v, want an empty list", got)
	}
}

func TestShownTemplate(t *testing.T) {
	t.Parallel()
	const scheme = infrastructure.SchemeOpenStackOSTemplate
	image := func(term, title string) occi.Category {
		return occi.Category{
			TypeID: occi.TypeID{Scheme: scheme, Term: term}, Title: title, Relations: []occi.TypeID{infrastructure.MixinOSTemplate},
		}
	}
	cirros, smart := image("8d2f", "Image: cirros "), image("c4f7", "Image: SmartOS")
	for _, test := range []struct {
		name       string
		mixins     []occi.Category
		configured types.String
		want       types.String
	}{
		{"by title", []occi.Category{cirros}, types.StringValue("cirros"), types.StringValue("cirros")},
		{"by term", []occi.Category{cirros}, types.StringValue("8d2f"), types.StringValue("8d2f")},
		{"by identifier", []occi.Category{cirros}, types.StringValue(scheme + "8d2f"), types.StringValue(scheme + "8d2f")},
		{"another one", []occi.Category{smart}, types.StringValue("cirros"), types.StringValue(scheme + "c4f7")},
		{"the last one counts", []occi.Category{cirros, smart}, types.StringValue("cirros"), types.StringValue(scheme + "c4f7")},
		{"back to the first", []occi.Category{cirros, smart, cirros}, types.StringValue("cirros"), types.StringValue("cirros")},
		{"not configured", []occi.Category{cirros}, types.StringUnknown(), types.StringValue(scheme + "8d2f")},
		{"imported", []occi.Category{cirros}, types.StringNull(), types.StringValue(scheme + "8d2f")},
		{"not shown", nil, types.StringValue("cirros"), types.StringValue("cirros")},
		{"neither", nil, types.StringUnknown(), types.StringNull()},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := templateIdentities(nil).shownTemplate(
				&occi.Entity{Mixins: test.mixins}, infrastructure.MixinOSTemplate, test.configured)
			if !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	known := model{
		Title: types.StringValue("a VM"), Summary: types.StringValue("of many"), Hostname: types.StringValue("web-1"),
		Cores: types.Int64Value(1), Memory: types.Float64Value(0.5), Architecture: types.StringValue("x86"),
		PowerState: types.StringValue("active"), State: types.StringValue("active"), UserData: types.StringValue("#!"),
	}
	unknown := model{
		Title: types.StringUnknown(), Summary: types.StringUnknown(), Hostname: types.StringUnknown(), Cores: types.Int64Unknown(),
		Memory:       types.Float64Unknown(),
		Architecture: types.StringUnknown(), PowerState: types.StringUnknown(), State: types.StringUnknown(),
	}
	for _, test := range []struct {
		name   string
		prior  model
		entity *occi.Entity
		want   func(model) bool
	}{
		{"what is not shown is kept", known, entity(), func(m model) bool {
			return m.Title.Equal(known.Title) && m.Summary.Equal(known.Summary) && m.Hostname.Equal(known.Hostname) &&
				m.Cores.Equal(known.Cores) && m.Memory.Equal(known.Memory) && m.PowerState.Equal(known.PowerState) &&
				m.State.Equal(known.State) && m.UserData.Equal(known.UserData)
		}},
		{"what is not shown and unknown is null", unknown, entity(), func(m model) bool {
			return m.Title.IsNull() && m.Summary.IsNull() && m.Hostname.IsNull() && m.Cores.IsNull() && m.Memory.IsNull() && m.Architecture.IsNull() &&
				m.PowerState.IsNull() && m.State.IsNull()
		}},
		{
			"quoted numbers", unknown, entity(infrastructure.AttributeComputeCores, "2", infrastructure.AttributeComputeMemory, "0.125"),
			func(m model) bool { return m.Cores.ValueInt64() == 2 && m.Memory.ValueFloat64() == 0.125 },
		},
		{"no number", known, entity(infrastructure.AttributeComputeMemory, "much"), func(m model) bool { return m.Memory.Equal(known.Memory) }},
		{
			"changed by others", known, entity(infrastructure.AttributeTitle, "other", infrastructure.AttributeSummary, "else"),
			func(m model) bool { return m.Title.ValueString() == "other" && m.Summary.ValueString() == "else" },
		},
		{
			"imported summary", unknown, entity(infrastructure.AttributeSummary, "else"),
			func(m model) bool { return m.Summary.ValueString() == "else" },
		},
		{
			"empty summary", unknown, entity(infrastructure.AttributeSummary, ""),
			func(m model) bool { return m.Summary.IsNull() },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := test.prior
			var diagnostics diag.Diagnostics
			got.show(t.Context(), test.entity, &diagnostics)
			if diagnostics.HasError() || !test.want(got) {
				t.Errorf("got %+v with %v", got, diagnostics)
			}
		})
	}
}

func TestCompareNames(t *testing.T) {
	t.Parallel()
	const host, title = infrastructure.AttributeComputeHostname, infrastructure.AttributeTitle
	for _, test := range []struct {
		name    string
		created *occi.Entity
		shown   *occi.Entity
		want    nameComparison
	}{
		{"same host", entity(host, "web-1"), entity(host, "web-1"), namesEqual},
		{"other host", entity(host, "web-1"), entity(host, "web-2"), namesDiffer},
		{"same host, other title", entity(host, "web-1", title, "a"), entity(host, "web-1", title, "b"), namesDiffer},
		{"same host, title not shown", entity(host, "web-1", title, "a"), entity(host, "web-1"), namesEqual},
		{"title not shown", entity(title, "a"), entity(host, "web-1"), namesUnknown},
		{"without names", entity(), entity(host, "web-1", title, "a"), namesUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := compareNames(test.shown, test.created.Attributes); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

func TestShows(t *testing.T) {
	t.Parallel()
	const title, memory = infrastructure.AttributeTitle, infrastructure.AttributeComputeMemory
	for _, test := range []struct {
		name   string
		entity *occi.Entity
		wanted occi.Attributes
		want   bool
	}{
		{"text", entity(title, "a"), occi.Attributes{title: occi.String("a")}, true},
		{"other text", entity(title, "b"), occi.Attributes{title: occi.String("a")}, false},
		{"not there", entity(), occi.Attributes{title: occi.String("a")}, false},
		{"another notation of a number", entity(memory, "1.0"), occi.Attributes{memory: occi.Number(1)}, true},
		{"other number", entity(memory, "1.5"), occi.Attributes{memory: occi.Number(1)}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := shows(test.entity, test.wanted); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// TestShownMemory: Nova's MiB of a flavor without the mixin os_vms are MiB, all else is GiB.
func TestShownMemory(t *testing.T) {
	t.Parallel()
	flavor := occi.Category{
		TypeID:    occi.TypeID{Scheme: infrastructure.SchemeOpenStackResourceTemplate, Term: "1"},
		Relations: []occi.TypeID{infrastructure.MixinResourceTemplate},
	}
	vm := occi.Category{TypeID: infrastructure.MixinOpenStackVM}
	other := occi.Category{
		TypeID: occi.TypeID{Scheme: "http://example.org/size#", Term: "1"}, Relations: []occi.TypeID{infrastructure.MixinResourceTemplate},
	}
	for _, test := range []struct {
		name   string
		shown  string
		mixins []occi.Category
		want   float64
	}{
		{"ooi", "512", []occi.Category{flavor}, 0.5},
		{"the smallest of ooi", "64", []occi.Category{flavor}, 0.0625},
		{"occi-os", "0.125", []occi.Category{vm}, 0.125},
		{"scaled on occi-os", "128.0", []occi.Category{vm, flavor}, 128},
		{"OCCI 1.2 with flavors", "16", []occi.Category{flavor}, 16},
		{"a fraction", "64.5", []occi.Category{flavor}, 64.5},
		{"other flavors", "128", []occi.Category{other}, 128},
		{"without a flavor", "128", nil, 128},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			shown := entity(infrastructure.AttributeComputeMemory, test.shown)
			shown.Mixins = test.mixins
			if got := shownMemory(shown, types.Float64Null()); got.ValueFloat64() != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
	if got := shownMemory(&occi.Entity{Mixins: []occi.Category{flavor}}, types.Float64Value(64)); got.ValueFloat64() != 64 {
		t.Errorf("not shown: got %v, want the former one", got)
	}
}

// TestKeyWithoutMixin: where a server has no way for keys but takes user data, cloud-init brings the key.
func TestKeyWithoutMixin(t *testing.T) {
	t.Parallel()
	key := types.ObjectValueMust(
		map[string]attr.Type{"name": types.StringType, "public_key": types.StringType},
		map[string]attr.Value{"name": types.StringNull(), "public_key": types.StringValue("ssh-ed25519 AAAA me\n")})
	userDataOnly := &occi.QueryInterface{Mixins: []occi.Category{{TypeID: infrastructure.MixinUserData}}}
	for name, test := range map[string]struct {
		types *occi.QueryInterface
		want  string // the user data; "" if the key is refused
	}{
		"user data": {userDataOnly, "#cloud-config\n{\n  \"ssh_authorized_keys\": [\n    \"ssh-ed25519 AAAA me\"\n  ]\n}\n"},
		"neither":   {&occi.QueryInterface{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			blueprint := occientity.Blueprint{Attributes: occi.Attributes{}}
			(&model{SSHKey: key}).addContext(t.Context(), test.types, &blueprint, &diagnostics)
			if diagnostics.HasError() != (test.want == "") {
				t.Fatalf("diagnostics %v", diagnostics)
			}
			sent := blueprint.Attributes[infrastructure.AttributeUserData].Text()
			if want := base64.StdEncoding.EncodeToString([]byte(test.want)); sent != want {
				t.Errorf("sent %q, want %q", sent, want)
			}
		})
	}
}
