package cloudsigmaentity_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func fields() cloudsigmaentity.Fields {
	return cloudsigmaentity.Fields{
		"name": "data", "storage_type": "dssd", "size": int64(1 << 30), "paid": true, "category": []string{"general", "dbserver"},
	}
}

func filter(name string, values ...string) cloudsigmaentity.Filter {
	wanted := cloudsigmaentity.Filter{Name: types.StringValue(name)}
	for _, value := range values {
		wanted.Values = append(wanted.Values, types.StringValue(value))
	}
	return wanted
}

func TestFieldsMeetFilters(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		filters []cloudsigmaentity.Filter
		want    bool
	}{
		"no filter":                     {nil, true},
		"text":                          {[]cloudsigmaentity.Filter{filter("name", "data")}, true},
		"another text":                  {[]cloudsigmaentity.Filter{filter("name", "dat")}, false},
		"name of the API":               {[]cloudsigmaentity.Filter{filter("storage_type", "dssd")}, true},
		"name of the official provider": {[]cloudsigmaentity.Filter{filter("storagetype", "dssd")}, true},
		"number":                        {[]cloudsigmaentity.Filter{filter("size", "1073741824")}, true},
		"bool":                          {[]cloudsigmaentity.Filter{filter("paid", "true")}, true},
		"one of several values":         {[]cloudsigmaentity.Filter{filter("name", "other", "data")}, true},
		"one of a list":                 {[]cloudsigmaentity.Filter{filter("category", "dbserver")}, true},
		"none of a list":                {[]cloudsigmaentity.Filter{filter("category", "db")}, false},
		"all have to match":             {[]cloudsigmaentity.Filter{filter("name", "data"), filter("paid", "false")}, false},
		"no values":                     {[]cloudsigmaentity.Filter{filter("name")}, false},
		"no such field":                 {[]cloudsigmaentity.Filter{filter("colour", "")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fields().Meet(test.filters); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestFilterBlockRefusesOtherNames(t *testing.T) {
	t.Parallel()
	attribute, ok := cloudsigmaentity.FilterBlock(fields()).NestedObject.Attributes["name"].(schema.StringAttribute)
	if !ok {
		t.Fatal("the block has no name")
	}
	for name, message := range map[string]string{
		"storageType": "",
		"colour":      `"colour" is not something to filter by; there are: category, name, paid, size, storage_type`,
	} {
		var response validator.StringResponse
		attribute.Validators[0].ValidateString(t.Context(),
			validator.StringRequest{Path: path.Root("filter"), ConfigValue: types.StringValue(name)}, &response)
		switch {
		case message == "" && response.Diagnostics.HasError():
			t.Errorf("%s: %v", name, response.Diagnostics)
		case message != "" && (!response.Diagnostics.HasError() || !strings.Contains(response.Diagnostics[0].Detail(), message)):
			t.Errorf("%s: the diagnostics are %v, want %q", name, response.Diagnostics, message)
		}
	}
}

func TestOnly(t *testing.T) {
	t.Parallel()
	quoted := func(name string) string { return `"` + name + `"` }
	many := strings.Split(strings.Repeat("x", 200), "")
	for name, test := range map[string]struct {
		found, all []string
		message    string
	}{
		"one":         {[]string{"a"}, []string{"a", "b"}, ""},
		"several":     {[]string{"a", "b"}, []string{"a", "b", "c"}, `2 drives match: "a", "b"; say more`},
		"none":        {nil, []string{"a", "b"}, `none of the 2 drives matches; there are: "a", "b"`},
		"none at all": {nil, nil, "the account has no drives"},
		"many":        {many, many, "190 more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := cloudsigmaentity.Only("drives", test.found, test.all, quoted)
			switch {
			case test.message == "" && (err != nil || got != test.found[0]):
				t.Errorf("got %q, %v", got, err)
			case test.message != "" && (err == nil || !strings.Contains(err.Error(), test.message)):
				t.Errorf("the error is %v, want %q", err, test.message)
			}
		})
	}
}
