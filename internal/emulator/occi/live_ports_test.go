package occi

import (
	"encoding/base64"
	"net"
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// TestLivePorts: a compute listens as long as it runs, at an address of its own, which the API shows.
func TestLivePorts(t *testing.T) {
	t.Parallel()
	for _, manner := range []Manner{MannerGuide, MannerOcciOS, MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			ports := emulator.NewLivePorts(func(err error) { t.Error(err) })
			t.Cleanup(ports.Close)
			s := &server{t: t, clock: newClock(), cloud: New(Options{Manner: manner, LivePorts: ports})}
			mixin, name := instanceScheme, userDataAttribute
			if manner == MannerStandard12 {
				mixin, name = standardUserDataScheme, "occi.compute.userdata"
			}
			userData := base64.StdEncoding.EncodeToString([]byte("#!/bin/sh\n# live-ports: 10022/ssh\n"))
			create := func() (id, address string) {
				id = s.compute(`Category: user_data; scheme="`+mixin+`"; class="mixin"`, attribute(name, userData))
				record, _ := s.cloud.Compute(id)
				return id, record.Address
			}
			id, address := create()
			other, otherAddress := create()
			expect := func(address string, want bool) {
				t.Helper()
				connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", address+":10022")
				if err == nil {
					connection.Close()
				}
				if (err == nil) != want {
					t.Errorf("%s listens: %t, want %t", address, err == nil, want)
				}
			}
			do := func(err error) {
				t.Helper()
				if err != nil {
					t.Error(err)
				}
			}
			expect(address, true)
			do(s.cloud.Break(id, emulator.BreakMute))
			expect(address, false)
			s.must(http.MethodPost, id+"?action=restart",
				actionLine("http://schemas.ogf.org/occi/infrastructure/compute/action#", "restart"), attribute("method", "cold"))
			s.must(http.MethodGet, id)
			expect(address, true)
			do(s.cloud.Break(id, emulator.BreakStop))
			expect(address, false)
			do(s.cloud.SetState(id, "active"))
			expect(address, true)
			do(s.cloud.Break(id, emulator.BreakError))
			expect(address, false)
			expect(otherAddress, true)
			do(s.cloud.Break(other, emulator.BreakVanish))
			expect(otherAddress, false)
			if err := s.cloud.Break("/compute/none", emulator.BreakMute); err == nil {
				t.Error("there is none, and it was muted")
			}
		})
	}
}
