package main

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

func TestFlags(t *testing.T) {
	t.Parallel()
	defaults := config{
		occiAddress: "127.0.0.1:8787", keystoneAddress: "127.0.0.1:35357", cloudsigmaAddress: "127.0.0.1:8788",
		manner: occi.MannerGuide, bootTime: 2 * time.Second, seed: 1,
	}
	tests := map[string]struct {
		arguments []string
		change    func(*config)
	}{
		"none": {nil, func(*config) {}},
		"all": {
			[]string{
				"--occi-addr", "[::1]:0", "--keystone-addr=", "--cloudsigma-addr", "localhost:0", "--occi-manner", "occi-os",
				"--latency", "5ms", "--boot-time", "1m", "--seed", "7", "--log", "--env-file", "clouds.env",
			},
			func(c *config) {
				c.occiAddress, c.keystoneAddress, c.cloudsigmaAddress = "[::1]:0", "", "localhost:0"
				c.manner, c.latency, c.bootTime, c.seed = occi.MannerOcciOS, 5*time.Millisecond, time.Minute, 7
				c.logRequests, c.envFile = true, "clouds.env"
			},
		},
		"remote": {
			[]string{"--occi-addr", ":8787", "--allow-remote"},
			func(c *config) { c.occiAddress, c.allowRemote = ":8787", true },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseFlags(test.arguments, t.Output())
			if err != nil {
				t.Fatal(err)
			}
			want := defaults
			test.change(&want)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(config{})); diff != "" {
				t.Errorf("config (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFlagErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		arguments []string
		want      string
	}{
		"unknown flag":     {[]string{"--colour"}, "colour"},
		"argument":         {[]string{"start"}, `unexpected argument "start"`},
		"manner":           {[]string{"--occi-manner", "rocci"}, `"rocci" is none of ["guide" "occi-os" "ooi" "standard-1.2"]`},
		"all interfaces":   {[]string{"--occi-addr", ":8787"}, "--occi-addr: \":8787\" is not on loopback"},
		"remote address":   {[]string{"--keystone-addr", "192.0.2.1:35357"}, "--allow-remote"},
		"host name":        {[]string{"--cloudsigma-addr", "cloud.example.org:80"}, "--allow-remote"},
		"no port":          {[]string{"--cloudsigma-addr", "127.0.0.1"}, "no host:port"},
		"nothing to run":   {[]string{"--occi-addr=", "--keystone-addr=", "--cloudsigma-addr="}, "switched off"},
		"negative boot":    {[]string{"--boot-time=-1s"}, "--boot-time"},
		"negative latency": {[]string{"--latency=-1s"}, "--latency"},
		"no duration":      {[]string{"--latency", "5"}, "latency"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parseFlags(test.arguments, t.Output())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	var output bytes.Buffer
	if _, err := parseFlags([]string{"--help"}, &output); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("the error is %v, want flag.ErrHelp", err)
	}
	for _, want := range []string{
		"--occi-addr", "--keystone-addr", "--cloudsigma-addr", "--allow-remote", "--occi-manner", "--latency",
		"--boot-time", "--seed", "--log", "--env-file", "127.0.0.1:8787", "demo-password", "/_emulator/faults",
	} {
		if !strings.Contains(output.String(), want) {
			t.Errorf("the help lacks %q:\n%s", want, output.String())
		}
	}
}
