package occi

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// captureFolder is where exchanges with real servers are, if they are there at all.
const captureFolder = "../../../../shared/captures"

// capture is one recorded exchange.
type capture struct{ request, response []byte }

func readCaptures(t *testing.T, server string) map[string]capture {
	t.Helper()
	folder := filepath.Join(captureFolder, server)
	files, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no captures of " + server + " here")
	}
	if err != nil {
		t.Fatal(err)
	}
	captures := map[string]capture{}
	for _, file := range files {
		name, isCapture := strings.CutSuffix(file.Name(), ".http")
		if !isCapture {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		request, response, found := bytes.Cut(content, []byte("\n---\n"))
		if !found {
			t.Fatalf("%s has no line that divides request and response", name)
		}
		captures[name] = capture{append(request, '\n'), response}
	}
	return captures
}

// message is what is compared of an answer: everything that does not differ from one run to the next.
type message struct {
	Status            int
	Headers           []string
	ContentLengths    int
	ContentType       string
	Challenge         string
	BeginsWithNewline bool
	Categories        []string
	Links             []string
	Attributes        []string
	Locations         []string
	Text              string
	JSON              any
}

// parseAnswer reads a recorded answer.
func parseAnswer(t *testing.T, raw []byte) (int, http.Header, string) {
	t.Helper()
	head, body, _ := strings.Cut(string(raw), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	header := http.Header{}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		header.Add(name, strings.TrimSpace(value))
	}
	fields := strings.Fields(lines[0])
	if len(fields) < 2 {
		t.Fatalf("status line is %q", lines[0])
	}
	status, err := strconv.Atoi(fields[1])
	if err != nil {
		t.Fatal(err)
	}
	return status, header, body
}

// comparableMessage makes a message of an answer; mask replaces what differs between runs.
func comparableMessage(status int, header http.Header, body string, mask func(string) string) message {
	m := message{
		Status: status, ContentLengths: len(header.Values("Content-Length")), ContentType: header.Get("Content-Type"),
		Challenge: header.Get("WWW-Authenticate"),
	}
	for name := range header {
		if name != "Date" {
			m.Headers = append(m.Headers, name)
		}
	}
	slices.Sort(m.Headers)
	body = mask(body)
	ok := status == http.StatusOK
	media, _, _ := strings.Cut(m.ContentType, ";")
	switch {
	case status == http.StatusInternalServerError && strings.HasPrefix(body, "Traceback"):
		lines := strings.Split(strings.TrimSpace(body), "\n")
		m.Text = lines[len(lines)-1]
	case ok && media == mediaPlain && body != "OK":
		m.BeginsWithNewline = strings.HasPrefix(body, "\n")
		for line := range strings.SplitSeq(body, "\n") {
			m.add(line)
		}
	case ok && media == mediaURIList:
		lines := strings.Split(body, "\n")
		slices.Sort(lines)
		m.Locations = lines
	case media == mediaJSON && body != "":
		if err := json.Unmarshal([]byte(body), &m.JSON); err != nil {
			m.Text = body
		}
		m.JSON = sortLists(m.JSON)
	default:
		m.Text = body
		if status == http.StatusCreated {
			m.Locations = []string{mask(header.Get("Location"))}
		}
		for _, name := range []string{"Category", "Link", "X-Occi-Attribute", "X-Occi-Location"} {
			for _, joined := range header.Values(name) {
				for _, value := range splitJoined(mask(joined)) {
					m.add(name + ": " + value)
				}
			}
		}
	}
	for _, list := range [][]string{m.Categories, m.Links, m.Attributes, m.Locations} {
		slices.Sort(list)
	}
	return m
}

func (m *message) add(line string) {
	name, value, _ := strings.Cut(line, ": ")
	switch strings.ToLower(name) {
	case "category":
		m.Categories = append(m.Categories, value)
	case "link":
		parts := strings.Split(value, "; ")
		slices.Sort(parts[1:])
		m.Links = append(m.Links, strings.Join(parts, "; "))
	case "x-occi-attribute":
		m.Attributes = append(m.Attributes, value)
	case "x-occi-location":
		m.Locations = append(m.Locations, value)
	}
}

// beginning is how each value begins in a header into which occi-os joined several.
var beginning = regexp.MustCompile(`^([\w.-]+; scheme="|</|[a-z.]+="|http://)`)

func splitJoined(text string) []string {
	if text == "" {
		return nil
	}
	var values []string
	for part := range strings.SplitSeq(text, ", ") {
		if len(values) > 0 && !beginning.MatchString(part) {
			values[len(values)-1] += ", " + part
			continue
		}
		values = append(values, part)
	}
	return values
}

// sortLists sorts all lists of a JSON value: their order is arbitrary in occi-os.
func sortLists(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = sortLists(member)
		}
	case []any:
		for index, member := range value {
			value[index] = sortLists(member)
		}
		slices.SortFunc(value, func(a, b any) int {
			textA, _ := json.Marshal(a)
			textB, _ := json.Marshal(b)
			return bytes.Compare(textA, textB)
		})
	}
	return value
}

var (
	uuidPattern = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	selfPattern = regexp.MustCompile(`<(/[^>]*)>; rel="[^"]*"; self="[^"]*/([0-9a-f-]{36})"`)
	noise       = []struct {
		pattern     *regexp.Regexp
		replacement string
	}{
		{regexp.MustCompile(`0x[0-9a-f]+`), "ADDRESS"},
		{regexp.MustCompile(`fa:16:3e:[0-9a-f:]+`), "MAC"},
		{regexp.MustCompile(`10\.0\.0\.\d+(["\s])`), "10.0.0.N$1"},
		{regexp.MustCompile(`(occi.core.id": ?|occi.core.id=)"\d+"`), `$1"NUMBER"`},
		{regexp.MustCompile(`with rule \d+`), "with rule NUMBER"},
		{regexp.MustCompile(`in position \d+`), "in position N"},
		// Whether these two are listed depends on the process of the real server.
		{regexp.MustCompile(`(\nLink: |, )</compute/[^>]*\?action=(create_image|chg_pwd)>; rel="[^"]*"`), ""},
	}
)

// replay answers recorded requests with an emulated cloud. It maps recorded identifiers to those of the
// cloud.
type replay struct {
	t        *testing.T
	captures map[string]capture
	cloud    *Cloud
	clock    *clock
	ours     map[string]string
	// revoke makes a token invalid.
	revoke func(token string)
}

// translate puts our identifiers for recorded ones.
func (r *replay) translate(text string) string {
	return uuidPattern.ReplaceAllStringFunc(text, func(id string) string {
		if our, ok := r.ours[id]; ok {
			return our
		}
		return id
	})
}

// mask hides identifiers that are not known by their record, and other noise.
func (r *replay) mask(text string) string {
	known := map[string]bool{
		"8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11": true, "c4f7a9d0-2e58-4d8b-a1b5-60f3e7c2d844": true,
		"e7b3d2c1-5f60-4e92-8c7d-14a9b0e6f355": true, "a2d4c6e8-1b35-4796-bd08-f2e4d6c8a066": true,
		"00000000-0000-4000-8000-000000000000": true,
	}
	for _, our := range r.ours {
		known[our] = true
	}
	text = uuidPattern.ReplaceAllStringFunc(text, func(id string) string {
		if known[id] {
			return id
		}
		return "UUID"
	})
	for _, n := range noise {
		text = n.pattern.ReplaceAllString(text, n.replacement)
	}
	return text
}

// learn pairs the identifiers of a new entity, and those of links with the same target.
func (r *replay) learn(recorded, actual http.Header, recordedBody, actualBody string) {
	if theirs, our := lastSegment(recorded.Get("Location")), lastSegment(actual.Get("Location")); theirs != "" && our != "" {
		r.ours[theirs] = our
	}
	ourLinks := selfPattern.FindAllStringSubmatch(actual.Get("Link")+actualBody, -1)
	for _, their := range selfPattern.FindAllStringSubmatch(recorded.Get("Link")+recordedBody, -1) {
		if _, known := r.ours[their[2]]; known {
			continue
		}
		for _, our := range ourLinks {
			if our[1] == r.translate(their[1]) && !r.isOurs(our[2]) {
				r.ours[their[2]] = our[2]
				break
			}
		}
	}
}

func (r *replay) isOurs(id string) bool {
	for _, our := range r.ours {
		if our == id {
			return true
		}
	}
	return false
}

// send gives the recorded request to the cloud.
func (r *replay) send(raw []byte) *httptest.ResponseRecorder {
	r.t.Helper()
	request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader([]byte(r.translate(string(raw))))))
	if err != nil {
		r.t.Fatal(err)
	}
	request = request.WithContext(r.t.Context())
	recorder := httptest.NewRecorder()
	r.cloud.ServeHTTP(recorder, request)
	return recorder
}

// compare replays one capture; both messages are returned.
func (r *replay) compare(name string) (recorded, actual message) {
	r.t.Helper()
	c, ok := r.captures[name]
	if !ok {
		r.t.Fatalf("there is no capture %s", name)
	}
	recorder := r.send(c.request)
	body, err := io.ReadAll(recorder.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	status, header, recordedBody := parseAnswer(r.t, c.response)
	r.learn(header, recorder.Header(), recordedBody, string(body))
	mask := func(text string) string { return r.mask(r.translate(text)) }
	return comparableMessage(status, header, recordedBody, mask), comparableMessage(recorder.Code, recorder.Header(), string(body), r.mask)
}
