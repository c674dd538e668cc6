package keystone_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

func TestIncompleteConfig(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*keystone.Config)
		want   string
	}{
		"no password":                  {func(c *keystone.Config) { c.Password = "" }, "no password"},
		"no user":                      {func(c *keystone.Config) { c.UserName = "" }, "neither a user name nor a user ID"},
		"no client":                    {func(c *keystone.Config) { c.HTTPClient = nil }, "no HTTP client"},
		"neither Keystone nor service": {func(c *keystone.Config) { c.AuthURL = "" }, "neither the URL of Keystone"},
		"no secret":                    {func(c *keystone.Config) { c.ApplicationCredentialID = "cf90" }, "has no secret"},
		"credential of nobody": {func(c *keystone.Config) {
			c.ApplicationCredentialName, c.ApplicationCredentialSecret, c.UserName = "robot", "SECRET", ""
		}, "needs the user's name"},
		"access token of nobody": {func(c *keystone.Config) { c.Password, c.AccessToken = "", "checked-in" }, "needs the identity provider"},
		"no URL":                 {func(c *keystone.Config) { c.AuthURL = "cloud.example.org:5000" }, "http(s)://"},
		"password in the URL":    {func(c *keystone.Config) { c.AuthURL = "https://demo:demo-password@cloud.example.org/v3" }, "credentials"},
		"unparseable URL":        {func(c *keystone.Config) { c.AuthURL = "https://demo:demo-password@%zz" }, "cannot be parsed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := demoConfig("http://cloud.example.org:5000/v3")
			test.change(&config)
			_, err := keystone.New(config)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("the error is %v, want %q in it", err, test.want)
			}
			if strings.Contains(err.Error(), "demo-password") {
				t.Errorf("the password is in the error %q", err)
			}
		})
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	config := demoConfig("https://cloud.example.org:5000/v3")
	config.ApplicationCredentialSecret = "hidden-secret"
	config.Token = "hidden-token"
	config.Password = "hidden-password"
	config.AccessToken = "hidden-access-token"
	authenticator := newAuthenticator(t, config)

	var shown bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&shown, strings.Repeat(verb+"\n", 4), config, &config, authenticator, config.Password)
	}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&shown, nil), slog.NewJSONHandler(&shown, nil)} {
		slog.New(handler).Info("configured", "config", config.Password, "authenticator", authenticator, "token", config.Token)
	}
	config.HTTPClient, config.Now = nil, nil
	encoded, err := json.Marshal(struct{ Secret keystone.Secret }{config.Password})
	if err != nil {
		t.Fatal(err)
	}
	shown.Write(encoded)
	for _, form := range []string{"hidden", fmt.Sprintf("%x", "hidden")} {
		if strings.Contains(shown.String(), form) {
			t.Errorf("a secret is shown:\n%s", shown.String())
		}
	}
	if !strings.Contains(shown.String(), "cloud.example.org") || !strings.Contains(shown.String(), `{"Secret":"***"}`) {
		t.Errorf("what is not secret should be shown:\n%s", shown.String())
	}
}
