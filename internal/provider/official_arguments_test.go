package provider

import (
	"errors"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// TestOfficialArguments configures the provider as the official one of CloudSigma is.
func TestOfficialArguments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments object
		unknown   bool
	}{
		"password": {object{"username": "u", "password": "p"}, false},
		"token":    {object{"token": "t", "location": "fra", "base_url": "cloudsigma.com/api/2.0/"}, false},
		"unknown":  {object{"username": "u", "password": unknown{}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := configured(t, test.arguments)
			if len(response.Diagnostics) != 0 {
				t.Fatal(response.Diagnostics)
			}
			client, err := clientsOf(t, response).CloudSigma()
			if test.unknown != errors.Is(err, tfkit.ErrUnknownConfiguration) || (client == nil) != test.unknown {
				t.Errorf("got client %v, error %v", client, err)
			}
		})
	}
}

func TestOfficialArgumentsConflict(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block object
		told  int
	}{
		"alone":                       {object{"username": "u", "password": "p"}, 0},
		"beside the attribute":        {object{"username": "u", "cloudsigma": object{"location": "zrh"}}, 1},
		"token and user":              {object{"token": "t", "username": "u"}, 1},
		"base_url, which is not used": {object{"base_url": "cloudsigma.com/api/2.0/"}, 1},
	} {
		if diagnostics := validated(t, test.block); len(diagnostics) != test.told {
			t.Errorf("%s: got %+v", name, diagnostics)
		}
	}
}
