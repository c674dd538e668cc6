package cloudsigma

// ACL grants permissions on everything that has one of its tags to other users, see
// https://docs.cloudsigma.com/en/latest/acls.html. The list shows also those of others that grant something
// to this account: their Owner is another one.
type ACL struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Definition is what can be written.
	Definition ACLDefinition `json:"-"`
}

// ACLDefinition is what can be written of an ACL. Its lists are always sent; nil is sent as [].
type ACLDefinition struct {
	Name string `json:"name"`
	// Grantees are the users that get the permissions.
	Grantees []Grantee `json:"grantees"`
	// Rules are the permissions. The server shows them in an order of its own.
	Rules []ACLRule `json:"rules"`
	// Tags choose what the permissions are for.
	Tags []Reference `json:"tags"`
	Meta Meta        `json:"meta,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// Grantee is a user. The UUID is what counts; an email that is empty is not sent (omitempty), and the API
// shows none for some users (response_own_drive_grantees).
type Grantee struct {
	UUID  string `json:"uuid,omitempty"`
	Email string `json:"email,omitempty"`
}

// ACLRule is one permission: "LIST", "EDIT", "CLONE", "ATTACH", "START", "STOP", "OPEN_VNC", ...
type ACLRule struct {
	Permission string `json:"permission"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *ACL) UnmarshalJSON(data []byte) error {
	type seen ACL
	return decodeEntity(data, (*seen)(a), &a.Definition, &a.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *ACLDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed ACLDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	return err
}

// MarshalJSON implements json.Marshaler. In the samples the tags of an ACL are objects, unlike the tags of a
// server.
func (d ACLDefinition) MarshalJSON() ([]byte, error) {
	type tag struct {
		UUID string `json:"uuid"`
	}
	type typed ACLDefinition
	written := struct {
		typed
		Tags []tag `json:"tags"`
	}{typed(d), []tag{}}
	for _, reference := range d.Tags {
		written.Tags = append(written.Tags, tag{reference.UUID})
	}
	if written.Grantees == nil {
		written.Grantees = []Grantee{}
	}
	if written.Rules == nil {
		written.Rules = []ACLRule{}
	}
	return encodeKeeping(written, d.Other)
}

func newACLs(c *Client) *Collection[ACL, ACLDefinition] {
	return &Collection[ACL, ACLDefinition]{
		// The list shows ACLs whole; there is no detail/.
		Reader:   Reader[ACL]{client: c, entity: "ACL", path: "acls/", listPath: "acls/"},
		describe: func(a *ACL) description[ACLDefinition] { return description[ACLDefinition]{a.UUID, &a.Definition} },
		meta:     func(d *ACLDefinition) *Meta { return &d.Meta },
		name:     func(d *ACLDefinition) string { return d.Name },
	}
}
