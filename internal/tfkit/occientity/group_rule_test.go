package occientity_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func groupWith(t *testing.T, rules string) *occi.Entity {
	t.Helper()
	value, err := occi.Structure(rules)
	if err != nil {
		t.Fatal(err)
	}
	return &occi.Entity{Location: "/securitygroup/1", Attributes: occi.Attributes{infrastructure.AttributeSecurityGroupRules: value}}
}

// Rules as ooi shows them (captures 342, 347), and one for what goes out.
const shownRules = `[{"type": "inbound", "protocol": "tcp", "port": 22, "range": "0.0.0.0/0", "ipversion": "IPv4"},
	{"type": "inbound", "protocol": "tcp", "port": "8000-8100", "range": "10.0.0.0/8", "ipversion": "IPv4"},
	{"type": "inbound", "protocol": null, "port": null, "range": "", "ipversion": "IPv6"},
	{"type": "outbound", "protocol": "tcp", "port": "22", "range": "0.0.0.0/0"}]`

func TestGroupRules(t *testing.T) {
	t.Parallel()
	rules, err := occientity.GroupRulesOf(groupWith(t, shownRules))
	if err != nil {
		t.Fatal(err)
	}
	ssh := occientity.GroupRule{Protocol: "tcp", From: 22, To: 22, Range: "0.0.0.0/0"}
	want := []occientity.GroupRule{
		ssh, {Protocol: "tcp", From: 8000, To: 8100, Range: "10.0.0.0/8"}, {Protocol: "all", Range: "0.0.0.0/0"},
	}
	if diff := cmp.Diff(want, rules.Inbound()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	more, err := rules.Without(ssh).With(occientity.GroupRule{Protocol: "icmp", Range: "192.0.2.0/24"})
	if err != nil {
		t.Fatal(err)
	}
	value, err := more.Value()
	if err != nil {
		t.Fatal(err)
	}
	if text := value.Text(); !strings.Contains(text, `"type":"outbound"`) || !strings.Contains(text, `"ipversion":"IPv6"`) ||
		strings.Contains(text, `"port":22`) || !strings.Contains(text, `{"protocol":"icmp","range":"192.0.2.0/24","type":"inbound"}`) {
		t.Errorf("sent %s", text)
	}
	if len(rules) != 4 {
		t.Error("the rules that were read have changed")
	}
}

func TestNoGroupRules(t *testing.T) {
	t.Parallel()
	rules, err := occientity.GroupRulesOf(&occi.Entity{})
	if err != nil || len(rules) != 0 {
		t.Errorf("got %v, %v", rules, err)
	}
	if value, err := rules.Value(); err != nil || value.Text() != "[]" {
		t.Errorf("sent %v, %v", value, err)
	}
	if _, err := occientity.GroupRulesOf(groupWith(t, `{"not": "a list"}`)); err == nil {
		t.Error("an object was taken for rules")
	}
}

func TestGroupRuleID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]occientity.GroupRule{
		"/securitygroup/1#tcp:22-22:0.0.0.0/0":     {Protocol: "tcp", From: 22, To: 22, Range: "0.0.0.0/0"},
		"/securitygroup/1#udp:53-54:2001:db8::/32": {Protocol: "udp", From: 53, To: 54, Range: "2001:db8::/32"},
		"/securitygroup/1#icmp:all:0.0.0.0/0":      {Protocol: "icmp", Range: "0.0.0.0/0"},
	} {
		group, rule, ok, err := occientity.ParseGroupRuleID(id)
		if group != "/securitygroup/1" || rule != want || !ok || err != nil || rule.ID(group) != id {
			t.Errorf("%s: got %s, %+v, %t, %v", id, group, rule, ok, err)
		}
	}
	for _, id := range []string{"/g#", "/g#tcp", "/g#tcp:22", "/g#tcp:x:0.0.0.0/0", "#tcp:22:0.0.0.0/0", "/g#tcp:1-2-3:0.0.0.0/0", "/g#tcp:22:"} {
		if _, _, ok, err := occientity.ParseGroupRuleID(id); !ok || err == nil {
			t.Errorf("%s: got %t, %v", id, ok, err)
		}
	}
	if _, _, ok, err := occientity.ParseGroupRuleID("/network/security/rule/1"); ok || err != nil {
		t.Errorf("the path of an entity: got %t, %v", ok, err)
	}
}
