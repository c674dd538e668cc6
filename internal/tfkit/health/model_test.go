package health

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// TestChecksOfDefinition: all kinds of checks are made of a definition, with the defaults. A state does not have what is
// write-only: it asks for the banner alone.
func TestChecksOfDefinition(t *testing.T) {
	t.Parallel()
	plain := definition(t, nil)
	kinds := plain.AttributeTypes(t.Context())
	element := func(name string, values map[string]attr.Value) attr.Value {
		list, _ := kinds[name].(types.ListType)
		object, _ := list.ElemType.(types.ObjectType)
		return types.ListValueMust(object, []attr.Value{whole(t, object, values)})
	}
	sshType, _ := kinds["ssh"].(types.ObjectType)
	fields := Fields{HealthCheck: definition(t, map[string]attr.Value{
		"ping":  types.BoolValue(true),
		"ports": ports(22, 3306),
		"urls":  types.ListValueMust(types.StringType, []attr.Value{types.StringValue("http://{{ip}}:5000/ready")}),
		"http":  element("http", map[string]attr.Value{"url": types.StringValue("https://{{ip}}/")}),
		"mysql": element("mysql", map[string]attr.Value{"database": types.StringValue("shop"), "username": types.StringValue("me")}),
		"ssh":   whole(t, sshType, map[string]attr.Value{"command": types.StringValue("true"), "private_key_wo": types.StringValue("secret")}),
	})}
	names := func(isState bool) []string {
		var diagnostics diag.Diagnostics
		check := fields.definition(t.Context(), &diagnostics)
		if diagnostics.HasError() {
			t.Fatal(diagnostics)
		}
		if isState {
			check.SSH.PrivateKeyWO = types.StringNull()
		}
		var all []string
		for _, one := range check.on("192.0.2.1", isState) {
			all = append(all, one.Name)
		}
		return all
	}
	want := []string{
		"ping", "port 22", "port 3306", "http://192.0.2.1:5000/ready", "https://192.0.2.1/", "MySQL database shop on port 3306", "SSH on port 22: true",
	}
	if diff := cmp.Diff(want, names(false)); diff != "" {
		t.Error(diff)
	}
	want[len(want)-1] = "SSH on port 22"
	if diff := cmp.Diff(want, names(true)); diff != "" {
		t.Error(diff)
	}
}

// TestLogins: the secrets of a configuration arrive, whichever of the two it has.
func TestLogins(t *testing.T) {
	t.Parallel()
	login := mysqlLogin{Database: "shop", Username: "me", Port: types.Int64Value(3307), TLS: types.StringValue("off")}
	want := healthcheck.MySQLCheck{Port: 3307, Database: "shop", Username: "me", Password: "p4ss", TLS: "off"}
	if diff := cmp.Diff(want, login.check(types.StringValue("p4ss"))); diff != "" {
		t.Error(diff)
	}
	login.Password = types.StringValue("p4ss")
	if diff := cmp.Diff(want, login.check(types.StringNull())); diff != "" {
		t.Error(diff)
	}
	shell := sshLogin{User: types.StringValue("me"), Command: types.StringValue("true"), AcceptAnyHostKey: types.BoolValue(true)}
	wanted := healthcheck.SSHCheck{Port: 22, User: "me", Command: "true", PrivateKey: "key", AnyHostKey: true}
	if diff := cmp.Diff(wanted, shell.check(types.StringValue("key"))); diff != "" {
		t.Error(diff)
	}
}

// TestDataSourceAttributes: data sources have no write-only attributes, and all others.
func TestDataSourceAttributes(t *testing.T) {
	t.Parallel()
	attributes := DataSourceAttributes()
	kind, _ := attributes["mysql"].GetType().(types.ListType)
	object, _ := kind.ElemType.(types.ObjectType)
	if _, has := object.AttrTypes["password_wo"]; has || object.AttrTypes["password"] == nil {
		t.Errorf("mysql has %v", object.AttrTypes)
	}
	if len(attributes) != len(checkAttributes())+2 {
		t.Errorf("%d attributes, want those of the checks and two", len(attributes))
	}
}
