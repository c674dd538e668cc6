package occi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// The generators make all that may be sent, with a liking for the characters that delimit.
func genText() *rapid.Generator[string] {
	return rapid.StringOf(rapid.OneOf(
		rapid.SampledFrom([]rune(`";,=\<>#{} 'a`)),
		rapid.RuneFrom([]rune{'é', '☃'}),
		rapid.Rune(),
	)).Filter(func(text string) bool { return occi.ValidateText(text) == nil })
}

func genTypeID() *rapid.Generator[occi.TypeID] {
	return rapid.Custom(func(t *rapid.T) occi.TypeID {
		return occi.TypeID{
			Scheme: rapid.StringMatching(`http://[a-z.]{1,9}/[a-z0-9/_-]{0,9}#`).Draw(t, "scheme"),
			Term:   rapid.StringMatching(`[A-Za-z0-9._:+~-]{1,9}`).Draw(t, "term"),
		}
	})
}

func genPath() *rapid.Generator[string] {
	return rapid.StringMatching(`(http://[a-z]{1,5}(:[0-9]{2})?)?/[a-z0-9/_%-]{0,9}`)
}

func genName() *rapid.Generator[string] {
	return rapid.StringMatching(`x[a-z]{0,3}(\.[a-z0-9_-]{1,5}){0,2}`)
}

func genAttributes() *rapid.Generator[occi.Attributes] {
	value := rapid.OneOf(
		rapid.Map(genText(), occi.String),
		rapid.Map(rapid.Float64Range(-1e9, 1e9), occi.Number),
		rapid.Map(rapid.Bool(), occi.Bool),
	)

	return rapid.Map(rapid.MapOfN(genName(), value, 0, 4), func(m map[string]occi.Value) occi.Attributes { return m })
}

func genCategory() *rapid.Generator[occi.Category] {
	definition := rapid.Custom(func(t *rapid.T) occi.AttributeDefinition {
		return occi.AttributeDefinition{
			Name:      genName().Draw(t, "name"),
			Immutable: rapid.Bool().Draw(t, "immutable"),
			Required:  rapid.Bool().Draw(t, "required"),
		}
	})

	return rapid.Custom(func(t *rapid.T) occi.Category {
		return occi.Category{
			TypeID:     genTypeID().Draw(t, "id"),
			Class:      rapid.SampledFrom([]occi.Class{"", occi.ClassKind, occi.ClassMixin, occi.ClassAction}).Draw(t, "class"),
			Title:      genText().Draw(t, "title"),
			Relations:  rapid.SliceOfN(genTypeID(), 0, 3).Draw(t, "relations"),
			Location:   rapid.OneOf(rapid.Just(""), genPath()).Draw(t, "location"),
			Attributes: rapid.SliceOfN(definition, 0, 3).Draw(t, "definitions"),
			Actions:    rapid.SliceOfN(genTypeID(), 0, 3).Draw(t, "actions"),
		}
	})
}

func genMessage() *rapid.Generator[occi.Message] {
	link := rapid.Custom(func(t *rapid.T) occi.Link {
		return occi.Link{
			Target:     genPath().Draw(t, "target"),
			Relations:  rapid.SliceOfN(genTypeID(), 0, 2).Draw(t, "relations"),
			Self:       rapid.OneOf(rapid.Just(""), genPath()).Draw(t, "self"),
			Categories: rapid.SliceOfN(genTypeID(), 0, 2).Draw(t, "categories"),
			Attributes: genAttributes().Draw(t, "attributes"),
		}
	})
	action := rapid.Custom(func(t *rapid.T) occi.ActionLink {
		id := genTypeID().Draw(t, "action")

		return occi.ActionLink{Action: id, Target: genPath().Draw(t, "target") + "?action=x"}
	})

	return rapid.Custom(func(t *rapid.T) occi.Message {
		return occi.Message{
			Categories: rapid.SliceOfN(genCategory(), 0, 3).Draw(t, "categories"),
			Attributes: genAttributes().Draw(t, "attributes"),
			Links:      rapid.SliceOfN(link, 0, 3).Draw(t, "links"),
			Actions:    rapid.SliceOfN(action, 0, 3).Draw(t, "actions"),
			Locations:  rapid.SliceOfN(genPath(), 0, 3).Draw(t, "locations"),
		}
	})
}

func TestTextPlainRoundTrip(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		message := genMessage().Draw(t, "message")

		_, body, err := occi.EncodeTextPlain(message)
		if err != nil {
			t.Fatal(err)
		}

		got, err := occi.DecodeTextPlain(body, occi.QuotingEscaped)
		if err != nil {
			t.Fatal(err)
		}

		if diff := cmp.Diff(message, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("-sent +got:\n%s", diff)
		}
	})
}

func TestTextOCCIRoundTrip(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		message := genMessage().Draw(t, "message")

		header, err := occi.EncodeTextOCCI(message)
		if errors.Is(err, occi.ErrNonASCII) {
			return
		} else if err != nil {
			t.Fatal(err)
		}

		for name, arrives := range map[string]http.Header{"repeated": header, "joined": joined(header)} {
			got, err := occi.DecodeTextOCCI(arrives, occi.QuotingEscaped)
			if err != nil {
				t.Fatal(name, err)
			}

			if diff := cmp.Diff(message, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: -sent +got:\n%s", name, diff)
			}
		}
	})
}

// joined makes one header of repeated ones, as servers do before OCCI code sees them.
func joined(header http.Header) http.Header {
	one := http.Header{}
	for name, values := range header {
		one.Set(textproto.CanonicalMIMEHeaderKey(name), strings.Join(values, ", "))
	}

	return one
}

// genStructure makes lists and objects, with a liking for what ends a string in JSON.
func genStructure() *rapid.Generator[occi.Value] {
	return rapid.Custom(func(t *rapid.T) occi.Value {
		text, err := json.Marshal([]any{
			rapid.MapOfN(genText(), genText(), 0, 3).Draw(t, "object"),
			rapid.Float64Range(-1e9, 1e9).Draw(t, "number"),
		})
		if err != nil {
			t.Fatal(err)
		}

		value, err := occi.Structure(string(text))
		if err != nil {
			t.Fatal(err)
		}

		return value
	})
}

// genJSONMessage makes entities. Identifiers are what JSON has instead of locations.
func genJSONMessage() *rapid.Generator[occi.Message] {
	mixins := rapid.Map(rapid.SliceOfN(genTypeID(), 0, 3), func(ids []occi.TypeID) []occi.Category {
		return categories(occi.ClassMixin, ids...)
	})

	return rapid.Custom(func(t *rapid.T) occi.Message {
		message := genMessage().Draw(t, "message")
		message.Locations = nil
		message.Categories = slices.Concat(
			categories(occi.ClassKind, genTypeID().Draw(t, "kind")), mixins.Draw(t, "mixins"))

		attributes := occi.Attributes{"list": genStructure().Draw(t, "list")}
		maps.Copy(attributes, message.Attributes)
		message.Attributes = attributes

		for index := range message.Actions {
			message.Actions[index].Target = ""
		}

		for index := range message.Links {
			link := &message.Links[index]
			link.Self = ""
			link.Relations = []occi.TypeID{genTypeID().Draw(t, "relation")}
			link.Categories = []occi.TypeID{genTypeID().Draw(t, "link kind"), genTypeID().Draw(t, "link mixin")}
		}

		return message
	})
}

func categories(class occi.Class, ids ...occi.TypeID) []occi.Category {
	made := make([]occi.Category, 0, len(ids))
	for _, id := range ids {
		made = append(made, occi.Category{TypeID: id, Class: class})
	}

	return made
}

func TestJSONRoundTrip(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		message := genJSONMessage().Draw(t, "message")

		_, body, err := occi.EncodeJSON(message)
		if err != nil {
			t.Fatal(err)
		}

		got, err := occi.DecodeJSON(body)
		if err != nil {
			t.Fatal(err)
		}

		if diff := cmp.Diff(message, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("-sent +got:\n%s", diff)
		}
	})
}

func TestJSONCollectionRoundTrip(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		var message occi.Message

		for _, each := range rapid.SliceOfN(genJSONMessage(), 1, 3).Draw(t, "entities") {
			entity, err := each.Entity()
			if err != nil {
				t.Fatal(err)
			}

			message.Entities = append(message.Entities, *entity)
		}

		_, body, err := occi.EncodeJSON(message)
		if err != nil {
			t.Fatal(err)
		}

		got, err := occi.DecodeJSON(body)
		if err != nil {
			t.Fatal(err)
		}

		if diff := cmp.Diff(message, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("-sent +got:\n%s", diff)
		}
	})
}

func TestJSONCategoriesRoundTrip(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		var want []occi.Category

		for _, class := range []occi.Class{occi.ClassKind, occi.ClassMixin, occi.ClassAction} {
			category := genCategory().Draw(t, "category")
			category.Class = class
			category.Applies = rapid.SliceOfN(genTypeID(), 0, 2).Draw(t, "applies")
			category.Attributes = nil

			for index := range rapid.IntRange(0, 3).Draw(t, "attributes") {
				category.Attributes = append(category.Attributes, occi.AttributeDefinition{
					Name:        fmt.Sprintf("a%d", index),
					Immutable:   rapid.Bool().Draw(t, "immutable"),
					Required:    rapid.Bool().Draw(t, "required"),
					Type:        occi.AttributeTypeArray,
					Default:     genStructure().Draw(t, "default"),
					Pattern:     genText().Draw(t, "pattern"),
					Description: genText().Draw(t, "description"),
				})
			}

			if class == occi.ClassKind && len(category.Relations) > 1 {
				category.Relations = category.Relations[:1]
			}

			want = append(want, category)
		}

		_, body, err := occi.EncodeJSONCategories(want)
		if err != nil {
			t.Fatal(err)
		}

		got, err := occi.DecodeJSON(body)
		if err != nil {
			t.Fatal(err)
		}

		if diff := cmp.Diff(occi.Message{Categories: want}, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("-sent +got:\n%s", diff)
		}
	})
}
