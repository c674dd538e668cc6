package securityrule

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

var ownGroup = occi.Category{
	TypeID: occi.TypeID{Scheme: "http://example.org/sec#", Term: "my_grp"}, Location: "/mygroups/",
	Relations: []occi.TypeID{infrastructure.MixinSecurityGroup},
}

func ssh(group, protocol string) rule {
	return rule{
		GroupID: types.StringValue(group), Protocol: types.StringValue(protocol),
		FromPort: types.Int64Value(22), ToPort: types.Int64Value(22), Range: types.StringValue("0.0.0.0/0"),
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	blanks := occi.Attributes{
		infrastructure.AttributeSecurityProtocol: occi.String(" TCP"), infrastructure.AttributeSecurityFrom: occi.String(" 22"),
		infrastructure.AttributeSecurityTo: occi.String(" 22"), infrastructure.AttributeSecurityRange: occi.String(" 0.0.0.0/0"),
	}
	elsewhere := ownGroup
	elsewhere.TypeID.Term, elsewhere.Location = "other", ""
	for _, test := range []struct {
		name         string
		before, want rule
		group        occi.Category
		attributes   occi.Attributes
	}{
		{name: "imported, with the blanks of the guide", group: ownGroup, attributes: blanks, want: ssh("/mygroups/", "TCP")},
		{name: "the case of the protocol", before: ssh("/mygroups/", "tcp"), group: ownGroup, attributes: blanks, want: ssh("/mygroups/", "tcp")},
		{name: "group by term", before: ssh("my_grp", "TCP"), group: ownGroup, attributes: blanks, want: ssh("my_grp", "TCP")},
		{
			name: "group by type identifier", before: ssh("http://example.org/sec#my_grp", "TCP"), group: ownGroup, attributes: blanks,
			want: ssh("http://example.org/sec#my_grp", "TCP"),
		},
		{
			name: "another group, without a location", before: ssh("my_grp", "TCP"), group: elsewhere, attributes: blanks,
			want: ssh("http://example.org/sec#other", "TCP"),
		},
		{name: "nothing shown", before: ssh("my_grp", "TCP"), group: ownGroup, want: ssh("my_grp", "TCP")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := test.before
			got.show(&occi.Entity{Location: "/rule/1", Mixins: []occi.Category{test.group}, Attributes: test.attributes})
			test.want.ID = types.StringValue("/rule/1")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestKeepNames(t *testing.T) {
	t.Parallel()
	other := ownGroup
	other.TypeID.Term, other.Location = "other", "/other/"
	known := &occi.QueryInterface{Mixins: []occi.Category{ownGroup, other}}
	for _, test := range []struct {
		name           string
		planned, prior rule
		known          *occi.QueryInterface
		want           rule
	}{
		{"the same", ssh("my_grp", "TCP"), ssh("my_grp", "TCP"), known, ssh("my_grp", "TCP")},
		{"other names", ssh("my_grp", "tcp"), ssh("/mygroups/", "TCP"), known, ssh("/mygroups/", "TCP")},
		{"another group", ssh("other", "TCP"), ssh("/mygroups/", "TCP"), known, ssh("other", "TCP")},
		{"a group not made yet", ssh("new", "TCP"), ssh("/mygroups/", "TCP"), known, ssh("new", "TCP")},
		{"another protocol", ssh("my_grp", "UDP"), ssh("my_grp", "TCP"), known, ssh("my_grp", "UDP")},
		{"no types", ssh("my_grp", "TCP"), ssh("/mygroups/", "TCP"), &occi.QueryInterface{}, ssh("my_grp", "TCP")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.planned.keepNames(&test.prior, test.known)
			if diff := cmp.Diff(test.want, test.planned); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOpensOtherPorts(t *testing.T) {
	t.Parallel()
	ports := func(from, to types.Int64) rule { return rule{FromPort: from, ToPort: to} }
	low, high := types.Int64Value(1), types.Int64Value(22)
	for _, test := range []struct {
		name           string
		planned, prior rule
		want           bool
	}{
		{"one port", ports(high, high), rule{}, false},
		{"a range", ports(low, high), rule{}, true},
		{"not known", ports(types.Int64Unknown(), high), rule{}, false},
		{"a range instead of one port", ports(low, high), ports(high, high), true},
		{"an imported range", ports(low, high), ports(low, high), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := test.planned.opensOtherPorts(&test.prior); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestOpensSinglePorts(t *testing.T) {
	t.Parallel()
	confirm := []occi.Category{{TypeID: infrastructure.ActionOpenStackConfirmResize}}
	for _, test := range []struct {
		name  string
		known occi.QueryInterface
		want  bool
	}{
		{"occi-os of Havana", occi.QueryInterface{Server: "pyssf OCCI/1.1"}, true},
		{"a server of the guide on pyssf", occi.QueryInterface{Server: "pyssf OCCI/1.1", Actions: confirm}, false},
		{"ooi", occi.QueryInterface{Server: "ooi/1.2.1 OCCI/1.1 OCCI/1.2"}, false},
		{"not asked", occi.QueryInterface{}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := opensSinglePorts(&test.known); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}
