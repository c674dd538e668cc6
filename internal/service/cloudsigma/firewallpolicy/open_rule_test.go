package firewallpolicy

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestOpenRule(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	ruleType, ok := schema.NestedAttributeObject{Attributes: ruleAttributes()}.Type().(types.ObjectType)
	if !ok {
		t.Fatal("a rule is no object")
	}
	for name, test := range map[string]struct {
		rule   ruleModel
		warned bool
	}{
		"accepts all":        {ruleModel{Action: text("accept"), Direction: text("in"), Comment: text("SSH")}, true},
		"accepts all, both":  {ruleModel{Action: text("accept"), Direction: text("both")}, true},
		"drops all":          {ruleModel{Action: text("drop"), Direction: text("in")}, false},
		"lets all out":       {ruleModel{Action: text("accept"), Direction: text("out")}, false},
		"accepts one port":   {ruleModel{Action: text("accept"), Direction: text("in"), DestinationPort: text("22")}, false},
		"accepts one source": {ruleModel{Action: text("accept"), Direction: text("in"), SourceIP: text("192.0.2.0/24")}, false},
		"not known yet":      {ruleModel{Action: text("accept"), Direction: text("in"), Protocol: types.StringUnknown()}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rule, problems := types.ObjectValueFrom(t.Context(), ruleType.AttrTypes, test.rule)
			if problems.HasError() {
				t.Fatal(problems)
			}
			var response validator.ObjectResponse
			openRule{}.ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("rules").AtListIndex(0), ConfigValue: rule}, &response)
			if warned := response.Diagnostics.WarningsCount() == 1; warned != test.warned || response.Diagnostics.HasError() {
				t.Errorf("got %v, want a warning: %t", response.Diagnostics, test.warned)
			}
		})
	}
}
