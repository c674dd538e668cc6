package occi_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func osTemplate() occi.TypeID {
	return occi.TypeID{Scheme: schemeInfrastructure, Term: "os_tpl"}
}

func resourceTemplate() occi.TypeID {
	return occi.TypeID{Scheme: schemeInfrastructure, Term: "resource_tpl"}
}

// template is a mixin in OpenStack's scheme for one type of templates.
func template(relation occi.TypeID, term, title string) occi.Category {
	scheme := "http://schemas.openstack.org/template/resource#"
	if relation == osTemplate() {
		scheme = "http://schemas.openstack.org/template/os#"
	}

	return occi.Category{
		TypeID: occi.TypeID{Scheme: scheme, Term: term}, Class: occi.ClassMixin, Title: title,
		Relations: []occi.TypeID{relation},
	}
}

func TestFindTemplate(t *testing.T) {
	t.Parallel()

	unrelated := template(osTemplate(), "norel", "Image: without relation")
	unrelated.Relations = nil

	occiOS := &occi.QueryInterface{Mixins: []occi.Category{
		{TypeID: osTemplate()},
		{TypeID: resourceTemplate()},
		template(resourceTemplate(), "m1-tiny", "Flavor: m1.tiny "),
		template(resourceTemplate(), "itsy", "Flavor: itsy "),
		template(osTemplate(), "8d2f", "Image: cirros-0.3.0-x86_64-uec"),
		template(osTemplate(), "c4f7", "Image: SmartOS"),
		template(osTemplate(), "b136", `Image: my "img", v1`),
		template(osTemplate(), "SmartOS-2", "Image: 8d2f"),
		unrelated,
	}}
	guide := &occi.QueryInterface{Mixins: []occi.Category{
		template(resourceTemplate(), "m1.tiny", "m1.tiny Flavor"),
		template(osTemplate(), "cirros-0.3.0-x86_64-uec", ""),
	}}

	tests := map[string]struct {
		types    *occi.QueryInterface
		relation occi.TypeID
		name     string
		want     string
	}{
		"an identifier":                  {occiOS, osTemplate(), "http://schemas.openstack.org/template/os#c4f7", "c4f7"},
		"a term":                         {occiOS, resourceTemplate(), "itsy", "itsy"},
		"a title":                        {occiOS, osTemplate(), "SmartOS", "c4f7"},
		"a title with quotes and commas": {occiOS, osTemplate(), `my "img", v1`, "b136"},
		"a term rather than a title":     {occiOS, osTemplate(), "8d2f", "8d2f"},
		"occi-os, m1.tiny":               {occiOS, resourceTemplate(), "m1.tiny", "m1-tiny"},
		"occi-os, m1-tiny":               {occiOS, resourceTemplate(), "m1-tiny", "m1-tiny"},
		"the guide, m1.tiny":             {guide, resourceTemplate(), "m1.tiny", "m1.tiny"},
		"the guide, m1-tiny":             {guide, resourceTemplate(), "m1-tiny", "m1.tiny"},
		"the guide, an image":            {guide, osTemplate(), "cirros-0.3.0-x86_64-uec", "cirros-0.3.0-x86_64-uec"},
		"blanks around":                  {occiOS, osTemplate(), " SmartOS ", "c4f7"},
		"a template without relation":    {occiOS, osTemplate(), "without relation", "norel"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := test.types.FindTemplate(test.relation, test.name)
			if err != nil || got.Term != test.want {
				t.Errorf("got %q, error %v", got.Term, err)
			}
		})
	}
}

func TestFindTemplateUnknown(t *testing.T) {
	t.Parallel()

	types := &occi.QueryInterface{Mixins: []occi.Category{
		template(osTemplate(), "a1", "Image: ubuntu-12.04"),
		template(osTemplate(), "a2", "Image: ubuntu-14.04"),
		template(osTemplate(), "a3", "Image: SmartOS"),
		template(osTemplate(), "a4", "Image: twice"),
		template(osTemplate(), "a5", "Image: twice"),
		template(osTemplate(), "a6", ""),
		template(resourceTemplate(), "ubuntu-13.04", ""),
	}}

	_, err := types.FindTemplate(osTemplate(), "ubunut-14.04")

	var unknown *occi.UnknownTemplateError
	if !errors.As(err, &unknown) {
		t.Fatalf("got error %v", err)
	}

	want := &occi.UnknownTemplateError{
		Relation: osTemplate(), Name: "ubunut-14.04",
		Nearest:   []string{"ubuntu-14.04", "ubuntu-12.04"},
		Available: []string{"SmartOS", "a4", "a5", "a6", "ubuntu-12.04", "ubuntu-14.04"},
	}
	if diff := cmp.Diff(want, unknown); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	for _, name := range []string{"os_tpl", "", " ", "http://schemas.openstack.org/template/resource#ubuntu-13.04"} {
		if template, err := types.FindTemplate(osTemplate(), name); !errors.As(err, &unknown) {
			t.Errorf("%q is %v, error %v", name, template, err)
		}
	}
}

func TestFindTemplateAmbiguous(t *testing.T) {
	t.Parallel()

	types := &occi.QueryInterface{Mixins: []occi.Category{
		template(osTemplate(), "b", "Image: ubuntu"), template(osTemplate(), "a", "ubuntu "),
	}}

	_, err := types.FindTemplate(osTemplate(), "ubuntu")

	var ambiguous *occi.AmbiguousTemplateError
	if !errors.As(err, &ambiguous) {
		t.Fatalf("got error %v", err)
	}

	want := []string{"http://schemas.openstack.org/template/os#a", "http://schemas.openstack.org/template/os#b"}
	if diff := cmp.Diff(want, ambiguous.Candidates); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestTemplateErrorsAreBounded(t *testing.T) {
	t.Parallel()

	types := &occi.QueryInterface{}
	for range 1000 {
		types.Mixins = append(types.Mixins, template(osTemplate(), strings.Repeat("x", len(types.Mixins)), ""))
	}

	_, err := types.FindTemplate(osTemplate(), "y")
	if err == nil || len(err.Error()) > 4000 {
		t.Errorf("got an error of %d bytes", len(err.Error()))
	}
}
