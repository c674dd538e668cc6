package cloudsigma

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is a cloud with a clock, and the requests of one user.
type bench struct {
	*Cloud
	clock *clock
	t     *testing.T
}

func newBench(t *testing.T, options Options) *bench {
	t.Helper()
	clock := &clock{now: time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)}
	options.Now = clock.Now
	return &bench{New(options), clock, t}
}

// send sends a request as the default user and returns the status and the decoded body.
func (b *bench) send(method, path, body string) (int, any) {
	b.t.Helper()
	return b.sendAs(DefaultUser, DefaultPassword, method, path, body)
}

func (b *bench) sendAs(user, password, method, path, body string) (int, any) {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), method, path, strings.NewReader(body))
	request.SetBasicAuth(user, password)
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	b.ServeHTTP(recorder, request)
	return recorder.Code, decodeBody(b.t, recorder)
}

func decodeBody(t *testing.T, recorder *httptest.ResponseRecorder) any {
	t.Helper()
	if !strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/json") {
		return nil
	}
	var decoded any
	if err := json.Unmarshal(recorder.Body.Bytes(), &decoded); err != nil {
		t.Fatalf("the body is no JSON: %v\n%s", err, recorder.Body)
	}
	return decoded
}

// want sends a request that has to be answered with the status, and returns the object in the answer
// or the first of its objects.
func (b *bench) want(status int, method, path, body string) object {
	b.t.Helper()
	got, decoded := b.send(method, path, body)
	if got != status {
		b.t.Fatalf("%s %s: status is %d, want %d: %v", method, path, got, status, decoded)
	}
	whole, _ := decoded.(object)
	if objects, wrapped := whole["objects"].([]any); wrapped && whole["meta"] == nil && len(objects) > 0 {
		first, _ := objects[0].(object)
		return first
	}
	return whole
}

func (b *bench) create(collection, definition string) string {
	b.t.Helper()
	id, _ := b.want(http.StatusCreated, http.MethodPost, root+collection+"/", definition)["uuid"].(string)
	return id
}

func (b *bench) get(collection, id string) object {
	b.t.Helper()
	return b.want(http.StatusOK, http.MethodGet, uri(collection, id), "")
}

func (b *bench) status(collection, id string) any {
	b.t.Helper()
	return b.get(collection, id)["status"]
}

func (b *bench) act(status int, collection, id, action string) object {
	b.t.Helper()
	return b.want(status, http.MethodPost, uri(collection, id)+"action/?do="+action, "{}")
}

// refused sends a request that has to be refused, and returns the first error.
func (b *bench) refused(status int, method, path, body string) apiError {
	b.t.Helper()
	got, decoded := b.send(method, path, body)
	errors, _ := decoded.([]any)
	if got != status || len(errors) == 0 {
		b.t.Fatalf("%s %s: answer is %d %v, want %d and a list of errors", method, path, got, decoded, status)
	}
	encoded, err := json.Marshal(errors[0])
	if err != nil {
		b.t.Fatal(err)
	}
	var first apiError
	if err := json.Unmarshal(encoded, &first); err != nil {
		b.t.Fatal(err)
	}
	return first
}

// at follows member names and list indices into decoded JSON; nil if it leads nowhere.
func at(value any, path ...any) any {
	for _, step := range path {
		switch key := step.(type) {
		case string:
			members, _ := value.(object)
			value = members[key]
		case int:
			elements, _ := value.([]any)
			if key >= len(elements) {
				return nil
			}
			value = elements[key]
		}
	}
	return value
}

const smallServer = `{"name": "s", "cpu": 1000, "mem": 536870912, "vnc_password": "secret"}`

const smallDrive = `{"name": "d", "media": "disk", "size": 1073741824}`

// serverWith is the definition of a small server with further members.
func serverWith(members string) string {
	return strings.TrimSuffix(smallServer, "}") + ", " + members + "}"
}
