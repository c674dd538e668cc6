package cloudsigma

// VLAN is a private network. It is bought by a subscription, not created. See
// https://docs.cloudsigma.com/en/latest/networking.html.
type VLAN struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Servers are the servers with a NIC on it.
	Servers []Reference `json:"servers"`
	// Subscription is nil if the API does not tell it.
	Subscription *Subscription `json:"subscription"`
	// BottomVLANTag is a field because it is not written.
	BottomVLANTag *int64 `json:"bottom_vlan_tag"`
	// Annotations are what can be written.
	Annotations Annotations `json:"-"`
}

// IP is a public address: one the account owns (Subscription) or one that a server has for the time
// being. See https://docs.cloudsigma.com/en/latest/networking.html#ips.
type IP struct {
	// UUID is the address itself.
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	Gateway     string     `json:"gateway"`
	// Netmask is the length of the prefix, in bits.
	Netmask     int64    `json:"netmask"`
	Nameservers []string `json:"nameservers"`
	// Server is the server that has the address; nil if it is free.
	Server *Reference `json:"server"`
	// Subscription is nil for an address that is only assigned dynamically.
	Subscription *Subscription `json:"subscription"`
	// Annotations are what can be written.
	Annotations Annotations `json:"-"`
}

// Subscription names the subscription by which the account owns something.
type Subscription struct {
	ID          int64  `json:"id"`
	ResourceURI string `json:"resource_uri"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *VLAN) UnmarshalJSON(data []byte) error {
	type seen VLAN
	return decodeEntity(data, (*seen)(v), &v.Annotations, &v.Annotations.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (i *IP) UnmarshalJSON(data []byte) error {
	type seen IP
	return decodeEntity(data, (*seen)(i), &i.Annotations, &i.Annotations.Other)
}
