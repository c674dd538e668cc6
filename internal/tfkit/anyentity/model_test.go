package anyentity

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

const scheme = "http://example.org/occi/sla#"

func identifier(term string) occi.TypeID { return occi.TypeID{Scheme: scheme, Term: term} }

// agreementWith is an entity that shows one attribute, or none if the value is "", and mixins.
func agreementWith(cpu string, mixins ...string) *occi.Entity {
	entity := &occi.Entity{
		Location: "/agreement/1", Kind: occi.Category{TypeID: identifier("agreement")}, Attributes: occi.Attributes{},
	}
	if cpu != "" {
		entity.Attributes["sla.cpu"] = occi.String(cpu)
	}
	for _, mixin := range mixins {
		entity.Mixins = append(entity.Mixins, occi.Category{TypeID: identifier(mixin)})
	}
	return entity
}

func noDefinitions() Definitions { return NewDefinitions(&occi.QueryInterface{}) }

func TestShowAttributes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		// before is what the server showed when the state was written; "" is nothing.
		name, configured, before, shown, want string
	}{
		{"as configured", "2", "", "2", "2"},
		{"in another form", "2", "", "2.0", "2"},
		{"changed by somebody", "2", "2.0", "3", "3"},
		{"cut by the server when it was made", "2.7", "2.0", "2.0", "2.7"},
		{"cut, then changed by somebody", "2.7", "2.0", "5", "5"},
		{"not shown", "2", "", "", "2"},
		{"not shown any more", "2", "2", "", "2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			model := Model{Attributes: TextMap(map[string]string{"sla.cpu": test.configured})}
			if test.before != "" {
				model.AllAttributes = TextMap(map[string]string{"sla.cpu": test.before})
			}
			model.show(agreementWith(test.shown), noDefinitions())
			if got := texts(model.Attributes)["sla.cpu"]; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if got := texts(model.AllAttributes)["sla.cpu"]; got != test.shown {
				t.Errorf("all_attributes has %q, want %q", got, test.shown)
			}
		})
	}
}

func TestShowMixins(t *testing.T) {
	t.Parallel()
	gold := types.StringValue(scheme + "gold")
	for _, test := range []struct {
		name          string
		before, shown []string
		want          bool
	}{
		{"shown", nil, []string{"gold", "other"}, true},
		{"never shown", nil, []string{"other"}, true},
		{"taken off", []string{scheme + "gold"}, []string{"other"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			model := Model{Mixins: occientity.TextSet([]string{gold.ValueString()}), AllMixins: occientity.TextSet(test.before)}
			model.show(agreementWith("1", test.shown...), noDefinitions())
			if got := len(model.Mixins.Elements()) == 1; got != test.want {
				t.Errorf("got %s", model.Mixins)
			}
			if len(model.AllMixins.Elements()) != len(test.shown) {
				t.Errorf("all_mixins has %s", model.AllMixins)
			}
		})
	}
}

// TestShowUnknownEntity: if nothing but the path is known, the state keeps what it has.
func TestShowUnknownEntity(t *testing.T) {
	t.Parallel()
	model := Model{
		Kind: types.StringValue(scheme + "agreement"), Title: types.StringUnknown(), Summary: types.StringValue("ours"),
		AllMixins: types.SetUnknown(types.StringType), AllAttributes: TextMap(map[string]string{"sla.cpu": "2"}),
	}
	model.show(&occi.Entity{Location: "/agreement/1"}, noDefinitions())
	if !model.Title.IsNull() || model.Summary.ValueString() != "ours" || !model.AllMixins.IsNull() ||
		texts(model.AllAttributes)["sla.cpu"] != "2" || model.ID.ValueString() != "/agreement/1" {
		t.Errorf("got %+v", model)
	}
}
