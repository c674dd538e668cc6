package occi

import (
	_ "embed"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sessions is the recorded session in the order in which it happened. A line is the name of a capture or,
// after ">", something that happened in between without being recorded.
//
//go:embed testdata/sessions.txt
var sessions string

// notReplayed are the captures that are not in the sessions, and why.
var notReplayed = map[string]string{
	"00-keystone-token":          "Keystone has an emulator of its own",
	"00-keystone-bad-password":   "Keystone has an emulator of its own",
	"01-query.html":              "HTML is for people; no client asks for it",
	"03-list-empty.html":         "HTML is for people; no client asks for it",
	"03-list.html":               "HTML is for people; no client asks for it",
	"04-compute-get-active.html": "HTML is for people; no client asks for it",
}

// inexact are differences that are left as they are.
var inexact = map[string]func(recorded, actual *message){
	"43-occi-header-line-too-long": func(recorded, actual *message) {
		// net/http always writes a length.
		recorded.Headers, recorded.ContentLengths = actual.Headers, actual.ContentLengths
	},
}

func newReplay(t *testing.T, captures map[string]capture, session string) *replay {
	t.Helper()
	clock := newClock()
	times := map[Change]time.Duration{
		ChangeAction: 500 * time.Millisecond, ChangeConfirm: 500 * time.Millisecond, ChangeAttach: time.Second,
		ChangeDetach: time.Second, ChangeVolume: time.Second, ChangeVolumeDelete: time.Second, ChangeDelete: time.Second,
	}
	if session == "slow" {
		times[ChangeResize] = 17 * time.Second
	}
	tenants := map[string]string{
		"b5a3c1d7e9f24680a1b2c3d4e5f60718": "7d1e3f5a9b2c4d6e8f0a1b3c5d7e9f63",
		"c35d5be7330042c39a6814c2ee17bd89": "another",
	}
	r := &replay{t: t, captures: captures, clock: clock, ours: map[string]string{}}
	r.cloud = New(Options{
		Manner: MannerOcciOS, BootTime: 2 * time.Second, Times: times, Now: clock.Now, Sleep: clock.Advance, Seed: 1,
		KeystoneURL: "http://127.0.0.1:35357",
		Authorize: func(token string) (string, string, bool) {
			tenant, ok := tenants[token]
			return tenant, "demo", ok
		},
	})
	r.revoke = func(token string) { delete(tenants, token) }
	return r
}

func TestAnswersAreThoseOfTheRealServer(t *testing.T) {
	t.Parallel()
	captures := readCaptures(t, "occi-os")
	replayed := map[string]bool{}
	for session := range strings.SplitSeq(sessions, "\n# ") {
		title, lines, _ := strings.Cut(session, "\n")
		r := newReplay(t, captures, strings.TrimPrefix(title, "# "))
		for line := range strings.Lines(lines) {
			line = strings.TrimSpace(line)
			if line == "" {
				continue
			}
			if command, isCommand := strings.CutPrefix(line, ">"); isCommand {
				r.run(strings.Fields(command))
				continue
			}
			replayed[line] = true
			recorded, actual := r.compare(line)
			if accept := inexact[line]; accept != nil {
				accept(&recorded, &actual)
			}
			if diff := cmp.Diff(recorded, actual); diff != "" {
				t.Errorf("%s: the answer differs from the recorded one (-recorded +actual):\n%s", line, diff)
			}
		}
	}
	for name := range captures {
		if reason, left := notReplayed[name]; !replayed[name] && (!left || reason == "") {
			t.Errorf("%s is neither replayed nor listed with a reason", name)
		}
	}
	t.Logf("%d of %d captures replayed", len(replayed), len(captures))
}

// run does what happened between two captures.
func (r *replay) run(command []string) {
	r.t.Helper()
	argument := func(index int) string { return r.recordedID(command[index]) }
	switch command[0] {
	case "advance":
		d, err := time.ParseDuration(command[1])
		if err != nil {
			r.t.Fatal(err)
		}
		r.clock.Advance(d)
	case "compute", "storage", "link", "float", "rule":
		r.make(command, argument)
	case "look":
		r.request("GET", argument(1), "")
	case "delete":
		r.request("DELETE", argument(1), "")
	case "start":
		r.request("POST", argument(1)+"?action=start",
			`Category: start; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"; class="action"`)
	case "scale":
		r.request("POST", argument(1), `Category: bitsy; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"`)
	case "image":
		images := r.cloud.nova.images
		r.ours[r.recordedID(command[1])] = images[len(images)-1].id
	case "vanish":
		if err := r.cloud.Vanish(r.translate(argument(1))); err != nil {
			r.t.Fatal(err)
		}
	case "replay":
		r.compare(command[1])
	case "restart":
		r.cloud.Restart()
	case "revoke":
		r.revoke(command[1])
	default:
		r.t.Fatalf("unknown command %v", command)
	}
}

// make creates an entity whose recorded identifier is the first argument.
func (r *replay) make(command []string, argument func(int) string) {
	r.t.Helper()
	infrastructure := `; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"` + "\n"
	ends := func(target string) string {
		return "X-OCCI-Attribute: occi.core.source=\"" + argument(2) + "\"\nX-OCCI-Attribute: occi.core.target=\"" + target + "\"\n"
	}
	collection, body := "", ""
	switch command[0] {
	case "compute":
		collection = "/compute/"
		body = `Category: compute` + infrastructure +
			`Category: itsy; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"` + "\n" +
			`Category: 8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11; scheme="http://schemas.openstack.org/template/os#"; class="mixin"`
	case "storage":
		collection, body = "/storage/", "Category: storage"+infrastructure+`X-OCCI-Attribute: occi.storage.size="1"`
	case "link":
		collection = "/storage/link/"
		body = "Category: storagelink" + infrastructure + ends(argument(3)) +
			`X-OCCI-Attribute: occi.storagelink.deviceid="` + command[4] + `"`
	case "float":
		collection, body = "/network/interface/", "Category: networkinterface"+infrastructure+ends("/network/public")
	case "rule":
		collection = "/network/security/rule/"
		body = `Category: my_grp; scheme="http://www.mystuff.org/sec#"; class="mixin"` + "\n" +
			`Category: rule; scheme="http://schemas.openstack.org/occi/infrastructure/network/security#"; class="kind"` + "\n" +
			`X-OCCI-Attribute: occi.network.security.protocol="tcp"` + "\n" + `X-OCCI-Attribute: occi.network.security.to="22"` + "\n" +
			`X-OCCI-Attribute: occi.network.security.range="0.0.0.0/0"`
	}
	location := r.request("POST", collection, body)
	if location == "" {
		r.t.Fatalf("%v did not create anything", command)
	}
	r.ours[lastSegment(argument(1))] = lastSegment(location)
}

// recordedID completes the path of a recorded entity, of whose identifier the beginning is given.
func (r *replay) recordedID(path string) string {
	short := lastSegment(path)
	for _, c := range r.captures {
		for _, text := range [][]byte{c.request, c.response} {
			for _, id := range uuidPattern.FindAllString(string(text), -1) {
				if strings.HasPrefix(id, short) {
					return strings.TrimSuffix(path, short) + id
				}
			}
		}
	}
	r.t.Fatalf("no recorded identifier begins with %s", short)
	return ""
}

// request sends a request that was not recorded and returns the Location of the answer.
func (r *replay) request(method, path, body string) string {
	r.t.Helper()
	raw := method + " " + path + " HTTP/1.1\r\nHost: localhost:8787\r\nContent-Type: text/plain\r\n" +
		"X-Auth-Token: b5a3c1d7e9f24680a1b2c3d4e5f60718\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
	recorder := r.send([]byte(raw))
	if recorder.Code >= 300 {
		r.t.Fatalf("%s %s: %d %s", method, path, recorder.Code, recorder.Body)
	}
	return recorder.Header().Get("Location")
}
