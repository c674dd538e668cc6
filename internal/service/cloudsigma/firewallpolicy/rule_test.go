package firewallpolicy

import "testing"

func TestSameRange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		one, other string
		same       bool
	}{
		"completed address":        {"192.0.2.7", "192.0.2.7/32", true},
		"negated":                  {"!192.0.2.7", "!192.0.2.7/32", true},
		"one negated":              {"192.0.2.7", "!192.0.2.7/32", false},
		"bits below the prefix":    {"192.168.1.1/24", "192.168.1.0/24", true},
		"another range":            {"192.168.1.0/24", "192.168.1.0/25", false},
		"IPv6":                     {"2001:db8::1", "2001:db8:0::1/128", true},
		"unreadable, the same":     {"any", "any", true},
		"unreadable, another":      {"any", "all", false},
		"second of them is no one": {"192.0.2.7", "any", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := sameRange(parseNetwork, test.one, test.other); got != test.same {
				t.Errorf("%q and %q: same is %t", test.one, test.other, got)
			}
		})
	}
}

func TestSamePorts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		one, other string
		same       bool
	}{
		"one port as range": {"22", "22:22", true},
		"leading zero":      {"022", "22", true},
		"other range":       {"1:1024", "1:1023", false},
		"one negated":       {"!1:1024", "1:1024", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := sameRange(parsePorts, test.one, test.other); got != test.same {
				t.Errorf("%q and %q: same is %t", test.one, test.other, got)
			}
		})
	}
}
