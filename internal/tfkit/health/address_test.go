package health

import "testing"

func TestChooseAddress(t *testing.T) {
	t.Parallel()
	all := []string{"10.0.0.2", "fd00::1", "198.51.100.7", "2001:db8::1"}
	for name, test := range map[string]struct {
		wanted    string
		addresses []string
		want      string
		problem   string
	}{
		"default":          {"", all, "198.51.100.7", ""},
		"default, private": {"", all[:2], "10.0.0.2", ""},
		"public":           {"public", all, "198.51.100.7", ""},
		"no public":        {"public", all[:2], "", "the machine has no public address; it has 10.0.0.2, fd00::1"},
		"private":          {"private", []string{"198.51.100.7", "fd00::1"}, "fd00::1", ""},
		"loopback":         {"private", []string{"127.1.2.3"}, "127.1.2.3", ""},
		"expression":       {"db.example.org", nil, "db.example.org", ""},
		"none":             {"", nil, "", "the machine has no address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := chooseAddress(test.wanted, test.addresses)
			if got != test.want || (err == nil) != (test.problem == "") || err != nil && err.Error() != test.problem {
				t.Errorf("got %q, %v; want %q, %q", got, err, test.want, test.problem)
			}
		})
	}
}
