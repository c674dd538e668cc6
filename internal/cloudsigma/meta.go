package cloudsigma

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Keys of meta with a meaning, see https://docs.cloudsigma.com/en/latest/meta.html.
const (
	// MetaUserData is read by cloud-init in the server.
	MetaUserData = "cloudinit-user-data"
	// MetaBase64Fields lists, separated by commas, the keys whose values are in base64.
	MetaBase64Fields = "base64_fields"
	// MetaSSHPublicKey is the "SSH Key" of the Web UI.
	MetaSSHPublicKey = "ssh_public_key"
	// MetaCreateMarker is the key of the marker by which an entity is found again when the answer to
	// its creation was lost. Keys are limited to 32 characters.
	MetaCreateMarker = "occi-provider-create-id"
)

// Meta is the arbitrary data of an entity. Values should be strings, but whatever other tools have put
// there is kept as it is. Writing a definition replaces the whole of it; a nil Meta is not sent.
type Meta map[string]json.RawMessage

// NewMarker returns a marker for one creation.
func NewMarker() string { return uuid.NewString() }

// NewMeta returns a Meta with these values. It is never nil.
func NewMeta(values map[string]string) Meta {
	meta := make(Meta, len(values))
	for key, value := range values {
		meta.Set(key, value)
	}
	return meta
}

// Strings returns all values but the create marker. A value that is no string is given as its JSON.
func (m Meta) Strings() map[string]string {
	values := make(map[string]string, len(m))
	for key := range m {
		if key != MetaCreateMarker {
			values[key] = m.Get(key)
		}
	}
	return values
}

// Get returns a value, as its JSON if it is no string, and "" if the key is missing.
func (m Meta) Get(key string) string {
	var text string
	if json.Unmarshal(m[key], &text) == nil {
		return text
	}
	return string(m[key])
}

// Set sets a value. The Meta must not be nil.
func (m Meta) Set(key, value string) {
	encoded, _ := json.Marshal(value) // a string always has an encoding
	m[key] = encoded
}

// SetUserData sets the user data for cloud-init. It is encoded in base64 and noted in base64_fields,
// beside what is there, so that any text arrives unchanged. The Meta must not be nil.
func (m Meta) SetUserData(text string) {
	m.Set(MetaUserData, base64.StdEncoding.EncodeToString([]byte(text)))
	if fields := m.base64Fields(); !slices.Contains(fields, MetaUserData) {
		m.Set(MetaBase64Fields, strings.Join(append(fields, MetaUserData), ","))
	}
}

// UserData returns the user data as cloud-init sees it, decoded if base64_fields says so. The result is
// false if there is none. It is an error if what base64_fields calls base64 is not.
func (m Meta) UserData() (string, bool, error) {
	if _, ok := m[MetaUserData]; !ok {
		return "", false, nil
	}
	value := m.Get(MetaUserData)
	if !slices.Contains(m.base64Fields(), MetaUserData) {
		return value, true, nil
	}
	text, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return "", false, fmt.Errorf("meta %s is listed in %s: %w", MetaUserData, MetaBase64Fields, err)
	}
	return string(text), true, nil
}

// RemoveUserData removes the user data and its mention in base64_fields.
func (m Meta) RemoveUserData() {
	delete(m, MetaUserData)
	fields := slices.DeleteFunc(m.base64Fields(), func(field string) bool { return field == MetaUserData })
	if len(fields) == 0 {
		delete(m, MetaBase64Fields)
		return
	}
	m.Set(MetaBase64Fields, strings.Join(fields, ","))
}

// with returns a copy that has one more value.
func (m Meta) with(key, value string) Meta {
	extended := Meta{}
	maps.Copy(extended, m)
	extended.Set(key, value)
	return extended
}

func (m Meta) base64Fields() []string {
	return strings.FieldsFunc(m.Get(MetaBase64Fields), func(r rune) bool { return r == ',' || r == ' ' })
}
