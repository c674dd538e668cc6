package occi_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func numbered(format string, count int) string {
	var text strings.Builder
	for i := range count {
		fmt.Fprintf(&text, format, i)
	}

	return text.String()
}

func TestCheckValue(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		value string
		want  error
	}{
		"plain":                {"data disk", nil},
		"quotes within":        {`say "hi" now`, nil},
		"a backslash":          {`c:\dir`, nil},
		"delimiters":           {"a, b; c = d # e", nil},
		"empty":                {"", nil},
		"a newline":            {"a\nb", occi.ErrControlCharacter},
		"a tab":                {"a\tb", occi.ErrControlCharacter},
		"a paragraph break":    {"a\u2029b", occi.ErrControlCharacter},
		"Latin-1":              {"caf\xe9", occi.ErrNotUTF8},
		"an accent":            {"café", occi.ErrNonASCII},
		"a blank at the end":   {"a ", occi.ErrTrailingBlank},
		"a quote at the end":   {`say "hi"`, occi.ErrOuterQuote},
		"a quote at the start": {`"hi" he said`, occi.ErrOuterQuote},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if err := occi.CheckValue(test.value); !errors.Is(err, test.want) {
				t.Errorf("got error %v", err)
			}
		})
	}
}

func TestValidateTextTakesWhatSomeServerCarries(t *testing.T) {
	t.Parallel()

	for _, value := range []string{"café ☃", "a ", `"`, ""} {
		if err := occi.ValidateText(value); err != nil {
			t.Errorf("%q gave error %v", value, err)
		}
	}
}

func TestValueConversions(t *testing.T) {
	t.Parallel()

	for _, value := range []occi.Value{occi.String("1.5"), occi.Number(1.5), occi.String(" 1.5 ")} {
		if number, err := value.Float64(); err != nil || number != 1.5 {
			t.Errorf("%#v is the number %v, error %v", value, number, err)
		}
	}

	for _, text := range []string{"", "NaN", "Inf", "1e999", "x"} {
		if number, err := occi.String(text).Float64(); err == nil {
			t.Errorf("%q is the number %v", text, number)
		}
	}

	for _, value := range []occi.Value{occi.Bool(true), occi.String("true"), occi.String("True")} {
		if boolean, err := value.Bool(); err != nil || !boolean {
			t.Errorf("%#v is the boolean %v, error %v", value, boolean, err)
		}
	}

	if _, err := occi.Number(1).Bool(); err == nil {
		t.Error("1 is a boolean")
	}

	if text := occi.Number(1).Text(); text != "1" {
		t.Errorf("the number one is written %q", text)
	}

	if occi.String("1") == occi.Number(1) {
		t.Error("a string is equal to a number")
	}
}

func TestParseTypeID(t *testing.T) {
	t.Parallel()

	id, err := occi.ParseTypeID("http://schemas.ogf.org/occi/infrastructure#compute")
	if want := (occi.TypeID{Scheme: schemeInfrastructure, Term: "compute"}); err != nil || id != want {
		t.Errorf("got %v, error %v", id, err)
	}

	for _, wrong := range []string{"", "compute", "#compute", "http://a#"} {
		if id, err := occi.ParseTypeID(wrong); err == nil {
			t.Errorf("%q is %v", wrong, id)
		}
	}
}
