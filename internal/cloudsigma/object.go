package cloudsigma

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Fields are members of a JSON object as they were received, by name.
type Fields map[string]json.RawMessage

// decodeKeeping decodes a JSON object into typed, a pointer to a struct without UnmarshalJSON, and
// returns the members for which typed has no field; nil if there are none.
func decodeKeeping(data []byte, typed any) (Fields, error) {
	if err := json.Unmarshal(data, typed); err != nil {
		return nil, err
	}
	var members Fields
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, err
	}
	return members.without(typed), nil
}

// decodeEntity decodes what the server alone writes of an entity into seen, a pointer to a struct
// without UnmarshalJSON, and the rest into definition. Other is the field of the definition that keeps
// the members it does not know: those of seen are taken out.
func decodeEntity(data []byte, seen, definition any, other *Fields) error {
	if err := json.Unmarshal(data, seen); err != nil {
		return err
	}
	if err := json.Unmarshal(data, definition); err != nil {
		return err
	}
	*other = other.without(seen)
	return nil
}

// encodeKeeping encodes typed, a struct without MarshalJSON, together with the members of other that it
// does not write.
func encodeKeeping(typed any, other Fields) ([]byte, error) {
	data, err := json.Marshal(typed)
	if err != nil || len(other) == 0 {
		return data, err
	}
	members := Fields{}
	for name, value := range other {
		members[name] = value
	}
	// Decoded over the kept members: what typed writes wins.
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, fmt.Errorf("merging the members that are kept: %w", err)
	}
	return json.Marshal(members)
}

// without removes the members for which typed has a field; nil if none are left.
func (f Fields) without(typed any) Fields {
	structure := reflect.TypeOf(typed).Elem()
	for i := range structure.NumField() {
		name, _, _ := strings.Cut(structure.Field(i).Tag.Get("json"), ",")
		delete(f, name)
	}
	if len(f) == 0 {
		return nil
	}
	return f
}

// Reference names another entity. The API shows it as an object with uuid and resource_uri and takes it
// as the bare UUID (request_server_create_full), which is what is written. Shown bare it is read too.
type Reference struct {
	UUID        string
	ResourceURI string
}

// MarshalJSON writes the UUID.
func (r Reference) MarshalJSON() ([]byte, error) { return json.Marshal(r.UUID) }

// UnmarshalJSON reads an object or a UUID.
func (r *Reference) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*r = Reference{}
		return json.Unmarshal(data, &r.UUID)
	}
	var object struct {
		UUID        string `json:"uuid"`
		ResourceURI string `json:"resource_uri"`
	}
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	*r = Reference{UUID: object.UUID, ResourceURI: object.ResourceURI}
	return nil
}

// References returns references to entities by their UUIDs. It is never nil, so that no UUIDs are sent
// as the empty list, which removes all.
func References(uuids ...string) []Reference {
	references := make([]Reference, 0, len(uuids))
	for _, uuid := range uuids {
		references = append(references, Reference{UUID: uuid})
	}
	return references
}
