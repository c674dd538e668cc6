package occi_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// injections are values that try to leave their place in a rendering.
func injections() map[string]string {
	return map[string]string{
		"a quote and the next parameter": `x"; class="kind"; rel="http://a#b`,
		"a quote and the next attribute": `x", occi.compute.memory="64`,
		"a quote and the next category":  `x", evil; scheme="http://evil#"; class="mixin`,
		"a quote and the next link":      `x", </evil>; rel="http://a#b"; y="`,
		"only delimiters":                `"",;;="\",`,
		"backslashes at the end":         `x\\\`,
		"a backslash before the end":     `x\`,
		"comments":                       `# // <!-- x`,
		"non-ASCII":                      "\u00a0café\ufeff☃ \U0001F600",
		"an empty value":                 "",
		"blanks":                         "  x  ",
	}
}

func TestNoValueLeavesItsPlace(t *testing.T) {
	t.Parallel()

	for name, value := range injections() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			message := occi.Message{
				Categories: []occi.Category{{
					TypeID: occi.TypeID{Scheme: "http://a#", Term: "b"}, Class: occi.ClassMixin, Title: value, Location: "/b/",
				}},
				Attributes: occi.Attributes{"a": occi.String(value), "b": occi.Number(1)},
				Links:      []occi.Link{{Target: "/c", Self: "/d", Attributes: occi.Attributes{"e": occi.String(value)}}},
			}

			_, body, err := occi.EncodeTextPlain(message)
			if err != nil {
				t.Fatal(err)
			}

			if lines := strings.Count(string(body), "\n") + 1; lines != 4 {
				t.Errorf("4 items are in %d lines", lines)
			}

			got, err := occi.DecodeTextPlain(body, occi.QuotingEscaped)
			if diff := cmp.Diff(message, got); diff != "" || err != nil {
				t.Errorf("text/plain: error %v, -want +got:\n%s", err, diff)
			}

			header, err := occi.EncodeTextOCCI(message)
			if errors.Is(err, occi.ErrNonASCII) && name == "non-ASCII" {
				return
			} else if err != nil {
				t.Fatal(err)
			}

			got, err = occi.DecodeTextOCCI(joined(header), occi.QuotingEscaped)
			if diff := cmp.Diff(message, got); diff != "" || err != nil {
				t.Errorf("text/occi: error %v, -want +got:\n%s", err, diff)
			}
		})
	}
}

func TestNoLineBreakIsSent(t *testing.T) {
	t.Parallel()

	for _, character := range []string{"\n", "\r", "\r\nX-Auth-Token: evil", "\x00", "\t", "\x0b", "\x1c", "\x7f", "\u0085", "\u2028", "\u2029"} {
		text := "x" + character + "y"
		id := occi.TypeID{Scheme: "http://a#", Term: "b"}
		messages := map[string]occi.Message{
			"attribute":       {Attributes: occi.Attributes{"a": occi.String(text)}},
			"attribute name":  {Attributes: occi.Attributes{text: occi.String("a")}},
			"title":           {Categories: []occi.Category{{TypeID: id, Title: text}}},
			"term":            {Categories: []occi.Category{{TypeID: occi.TypeID{Scheme: "http://a#", Term: text}}}},
			"scheme":          {Categories: []occi.Category{{TypeID: occi.TypeID{Scheme: "http://" + text + "#", Term: "b"}}}},
			"class":           {Categories: []occi.Category{{TypeID: id, Class: occi.Class(text)}}},
			"location":        {Categories: []occi.Category{{TypeID: id, Location: "/" + text + "/"}}},
			"definition":      {Categories: []occi.Category{{TypeID: id, Attributes: []occi.AttributeDefinition{{Name: text}}}}},
			"link target":     {Links: []occi.Link{{Target: "/" + text}}},
			"link self":       {Links: []occi.Link{{Target: "/a", Self: "/" + text}}},
			"link attribute":  {Links: []occi.Link{{Target: "/a", Attributes: occi.Attributes{"a": occi.String(text)}}}},
			"entity location": {Locations: []string{"/" + text}},
		}
		for name, message := range messages {
			var unrepresentable *occi.UnrepresentableError
			if _, _, err := occi.EncodeTextPlain(message); !errors.As(err, &unrepresentable) {
				t.Errorf("text/plain: %q as %s gave error %v", character, name, err)
			}

			if _, err := occi.EncodeTextOCCI(message); !errors.As(err, &unrepresentable) {
				t.Errorf("text/occi: %q as %s gave error %v", character, name, err)
			}
		}
	}
}

func TestErrorsDoNotTellValues(t *testing.T) {
	t.Parallel()

	_, _, err := occi.EncodeTextPlain(occi.Message{Attributes: occi.Attributes{"a": occi.String("secret\n")}})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got error %v", err)
	}
}

// TestHostileAnswersTakeLinearTime would not end if a decoder looked at its input again and again.
func TestHostileAnswersTakeLinearTime(t *testing.T) {
	t.Parallel()

	const size = 1 << 16

	for _, pattern := range []string{`"`, `",`, `";`, `"; a`, `", a; scheme`, `\`, ` `, `" `, `,`, `; `, `<`, `a{`, `a `, `a=1,`, `", <`, "\n", "a"} {
		text := strings.Repeat(pattern, size/len(pattern))
		for _, quoting := range []occi.Quoting{occi.QuotingEscaped, occi.QuotingLiteral} {
			for _, start := range []string{`X-OCCI-Attribute: a="`, `Category: a; scheme="`, `Category: `, `Link: </a>; b="`, `Link: `, `X-OCCI-Location: `, ``} {
				_, _ = occi.DecodeTextPlain([]byte(start+text), quoting)
				field, value, _ := strings.Cut(start, ": ")
				_, _ = occi.DecodeTextOCCI(http.Header{http.CanonicalHeaderKey(field): {value + text}}, quoting)
			}
		}

		_, _ = occi.DecodeURIList([]byte(text))
	}
}

func TestHostileAnswersAreBounded(t *testing.T) {
	t.Parallel()

	bodies := map[string]string{
		"attributes": strings.Repeat("X-OCCI-Attribute: a=1\n", 60_000),
		"categories": strings.Repeat("Category: a; scheme=b\n", 60_000),
		"parameters": "Link: </a>" + numbered("; a%d=1", 2000),
		"relations":  `Category: a; scheme="b"; rel="` + strings.Repeat("http://c#d ", 2000) + `"`,
		"definition": `Category: a; scheme="b"; attributes="` + strings.Repeat("c ", 2000) + `"`,
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if _, err := occi.DecodeTextPlain([]byte(body), occi.QuotingEscaped); err == nil {
				t.Error("there is no error")
			}
		})
	}
}
