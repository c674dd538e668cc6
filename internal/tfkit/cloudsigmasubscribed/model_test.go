package cloudsigmasubscribed

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

func texts(values map[string]string) types.Map {
	elements := map[string]attr.Value{}
	for key, value := range values {
		elements[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// TestAnnotate changes a name and meta that are there.
func TestAnnotate(t *testing.T) {
	t.Parallel()
	theirs := map[string]string{"name": "old", "theirs": "kept"}
	for name, test := range map[string]struct {
		model Model
		want  map[string]string
	}{
		"nothing":       {Model{Name: types.StringUnknown(), Meta: types.MapUnknown(types.StringType)}, theirs},
		"name":          {Model{Name: types.StringValue("new")}, map[string]string{"name": "new", "theirs": "kept"}},
		"no name":       {Model{Name: types.StringValue("")}, map[string]string{"theirs": "kept"}},
		"meta":          {Model{Meta: texts(map[string]string{"a": "1"})}, map[string]string{"name": "old", "a": "1"}},
		"no meta":       {Model{Meta: texts(nil)}, map[string]string{"name": "old"}},
		"name and meta": {Model{Name: types.StringValue("new"), Meta: texts(map[string]string{"a": "1"})}, map[string]string{"name": "new", "a": "1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			annotations := cloudsigma.Annotations{Meta: cloudsigma.NewMeta(theirs), Tags: cloudsigma.References("t")}
			test.model.annotate(t.Context(), &annotations)
			if diff := cmp.Diff(test.want, annotations.Meta.Strings()); diff != "" {
				t.Errorf("meta (-want +got):\n%s", diff)
			}
			if len(annotations.Tags) != 1 {
				t.Errorf("the tags are %v", annotations.Tags)
			}
		})
	}
}

// TestUntaken tells what a server has accepted without doing it: the documentation says that only the meta can be
// edited (networking.rst).
func TestUntaken(t *testing.T) {
	t.Parallel()
	var shown Model
	shown.ShowCommon("u", "/u/", nil, &cloudsigma.Annotations{Meta: cloudsigma.NewMeta(map[string]string{"name": "n", "a": "1"})})
	tag := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("t")})
	for want, planned := range map[string]Model{
		"":     {Name: types.StringValue("n"), Meta: texts(map[string]string{"a": "1"}), Tags: types.SetUnknown(types.StringType)},
		"name": {Name: types.StringValue("other")},
		"meta": {Meta: texts(map[string]string{"a": "2"})},
		"tags": {Tags: tag},
	} {
		if got := planned.untaken(&shown); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
