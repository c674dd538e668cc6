package cloudsigma

// Tag is a label on servers, drives, IPs and VLANs, see https://docs.cloudsigma.com/en/latest/tags.html.
type Tag struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Definition is what can be written.
	Definition TagDefinition `json:"-"`
}

// TagDefinition is what can be written of a tag.
type TagDefinition struct {
	Name string `json:"name"`
	Meta Meta   `json:"meta,omitzero"`
	// Resources are the tagged entities; their resource_uri tells the type. Nil is not sent.
	Resources []Reference `json:"resources,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Tag) UnmarshalJSON(data []byte) error {
	type seen Tag
	return decodeEntity(data, (*seen)(t), &t.Definition, &t.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *TagDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed TagDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	return err
}

// MarshalJSON implements json.Marshaler.
func (d TagDefinition) MarshalJSON() ([]byte, error) {
	type typed TagDefinition
	return encodeKeeping(typed(d), d.Other)
}

func newTags(c *Client) *Collection[Tag, TagDefinition] {
	return &Collection[Tag, TagDefinition]{
		Reader:   Reader[Tag]{client: c, entity: "tag", path: "tags/", listPath: "tags/detail/"},
		describe: func(t *Tag) description[TagDefinition] { return description[TagDefinition]{t.UUID, &t.Definition} },
		meta:     func(d *TagDefinition) *Meta { return &d.Meta },
		name:     func(d *TagDefinition) string { return d.Name },
		ofTags:   true,
	}
}
