package cloudsigma

import (
	"context"
	"net/http"
)

// Profile is the account. See https://docs.cloudsigma.com/en/latest/profile.html.
type Profile struct {
	UUID     string `json:"uuid"`
	Email    string `json:"email"`
	Currency string `json:"currency"`
	Language string `json:"language"`
	// State is "REGULAR", "TRIAL", ...
	State string `json:"state"`
	// CloneNaming is how a clone without a name is named: "NONE", "COUNTER", "DATE", "TIMESTAMP".
	CloneNaming string `json:"clone_naming"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name"`
	// Title is how the user is addressed, "Dr".
	Title    string `json:"title"`
	Company  string `json:"company"`
	Address  string `json:"address"`
	Postcode string `json:"postcode"`
	Town     string `json:"town"`
	// Country is ISO 3166-1 alpha-2.
	Country string `json:"country"`
	Meta    Meta   `json:"meta"`
}

// Location is a place with CloudSigma's cloud. See https://docs.cloudsigma.com/en/latest/locations.html.
type Location struct {
	// ID is the code in upper case: "ZRH".
	ID          string `json:"id"`
	DisplayName string `json:"display_name"`
	// CountryCode is ISO 3166-1 alpha-2.
	CountryCode string `json:"country_code"`
	// APIEndpoint is the endpoint of the location.
	APIEndpoint string `json:"api_endpoint"`
	// UploadURL is where images of drives are uploaded to.
	UploadURL    string `json:"upload_url"`
	WebsocketURL string `json:"websocket_url"`
}

// CloudStatus is what the location offers. The documentation does not mention it; these are the members that
// the official SDK reads.
type CloudStatus struct {
	// Guest says that servers can be tried without an account, Trial that there are trial accounts, Signup
	// that accounts can be opened.
	Guest  bool `json:"guest"`
	Trial  bool `json:"trial"`
	Signup bool `json:"signup"`
	// SSO are the ways to sign in without a password of CloudSigma.
	SSO                   []string `json:"sso"`
	HostAvailabilityZones bool     `json:"host_availability_zones"`
	RemoteSnapshots       bool     `json:"remote_snapshots"`
	VMware                bool     `json:"vmware"`
	VPC                   bool     `json:"vpc"`
	// FreeTier is what is free, by resource: "dssd" and "mem" in bytes. FreeTierMonthly is what is free each
	// month: "tx" in bytes.
	FreeTier        map[string]Decimal `json:"free_tier"`
	FreeTierMonthly map[string]Decimal `json:"free_tier_monthly"`
}

// Profile returns the account. It is asked for once per client; the result is shared and must not be
// changed.
func (c *Client) Profile(ctx context.Context) (*Profile, error) {
	return c.profile.get(ctx, func(ctx context.Context) (*Profile, error) {
		return receive[Profile](ctx, c, call{
			operation: "read", entity: "profile", method: http.MethodGet, path: "profile/",
		})
	})
}

// CloudStatus returns what the location offers.
func (c *Client) CloudStatus(ctx context.Context) (*CloudStatus, error) {
	return receive[CloudStatus](ctx, c, call{
		operation: "read", entity: "cloud status", method: http.MethodGet, path: "cloud_status/",
	})
}
