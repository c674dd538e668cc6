package cloudsigma

// VLAN is a private network. It is bought by a subscription, not created. See
// https://docs.cloudsigma.com/en/latest/networking.html.
type VLAN struct {
	UUID        string      `json:"uuid"`
	ResourceURI string      `json:"resource_uri"`
	Owner       *Reference  `json:"owner"`
	Meta        Meta        `json:"meta"`
	Servers     []Reference `json:"servers"`
	Tags        []Reference `json:"tags"`
}

// IP is a public address: one the account owns (Subscription) or one that a server has for the time
// being. See https://docs.cloudsigma.com/en/latest/networking.html#ips.
type IP struct {
	// UUID is the address itself.
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	Meta        Meta       `json:"meta"`
	Gateway     string     `json:"gateway"`
	// Netmask is the length of the prefix, in bits.
	Netmask     int64    `json:"netmask"`
	Nameservers []string `json:"nameservers"`
	// Server is the server that has the address; nil if it is free.
	Server *Reference  `json:"server"`
	Tags   []Reference `json:"tags"`
	// Subscription is nil for an address that is only assigned dynamically.
	Subscription *Subscription `json:"subscription"`
}

// Subscription names the subscription by which the account owns something.
type Subscription struct {
	ID          int64  `json:"id"`
	ResourceURI string `json:"resource_uri"`
}
