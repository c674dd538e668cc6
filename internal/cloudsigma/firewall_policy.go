package cloudsigma

// FirewallPolicy is an ordered list of rules for public NICs. Changes reach running servers within 30
// seconds, and it can only be deleted while all its servers are stopped. The API documentation lost its
// page on firewall policies in 2022; the last one is fwpolicies.rst before commit 044f237 of
// cloudsigma-docs.
type FirewallPolicy struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Servers are the servers with a NIC that has the policy.
	Servers []Reference `json:"servers"`
	// Definition is what can be written.
	Definition FirewallPolicyDefinition `json:"-"`
}

// FirewallPolicyDefinition is what can be written of a firewall policy.
type FirewallPolicyDefinition struct {
	Name string `json:"name"`
	// Rules are applied in this order. They are always sent; nil is sent as [].
	Rules []FirewallRule `json:"rules"`
	Meta  Meta           `json:"meta,omitzero"`
	Tags  []Reference    `json:"tags,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// FirewallRule is one rule. Action and Direction are required; another field that is empty is not sent
// and means any. The server completes addresses: "23" is shown as "23.0.0.0/32".
type FirewallRule struct {
	// Action is "accept" or "drop".
	Action string `json:"action,omitempty"`
	// Direction is "in", "out" or "both".
	Direction string `json:"direction,omitempty"`
	// Protocol is "tcp" or "udp".
	Protocol string `json:"ip_proto,omitempty"`
	// SourceIP is an address or a CIDR, negated by a leading "!".
	SourceIP string `json:"src_ip,omitempty"`
	// SourcePort is a port or a range "from:to", negated by a leading "!".
	SourcePort      string `json:"src_port,omitempty"`
	DestinationIP   string `json:"dst_ip,omitempty"`
	DestinationPort string `json:"dst_port,omitempty"`
	Comment         string `json:"comment,omitempty"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *FirewallPolicy) UnmarshalJSON(data []byte) error {
	type seen FirewallPolicy
	return decodeEntity(data, (*seen)(p), &p.Definition, &p.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *FirewallPolicyDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed FirewallPolicyDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	return err
}

// MarshalJSON implements json.Marshaler.
func (d FirewallPolicyDefinition) MarshalJSON() ([]byte, error) {
	type typed FirewallPolicyDefinition
	if d.Rules == nil {
		d.Rules = []FirewallRule{}
	}
	return encodeKeeping(typed(d), d.Other)
}

func newFirewallPolicies(c *Client) *Collection[FirewallPolicy, FirewallPolicyDefinition] {
	return &Collection[FirewallPolicy, FirewallPolicyDefinition]{
		Reader: Reader[FirewallPolicy]{
			client: c, entity: "firewall policy", path: "fwpolicies/", listPath: "fwpolicies/detail/",
		},
		describe: func(p *FirewallPolicy) description[FirewallPolicyDefinition] {
			return description[FirewallPolicyDefinition]{p.UUID, &p.Definition}
		},
		meta: func(d *FirewallPolicyDefinition) *Meta { return &d.Meta },
		name: func(d *FirewallPolicyDefinition) string { return d.Name },
	}
}
