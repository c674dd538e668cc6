package cloudsigma_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

const (
	linkRoute = "POST drives/d/action/?do=upload_chunk"
	// imageSize makes two chunks, the last one with a remainder.
	imageSize = 2*cloudsigma.UploadChunkSize + 3
)

var (
	linked    = reply{body: `{"link": "/api/2.0/upload/token/"}`}
	thereIs   = reply{status: 416, body: `[{"error_type": "validation", "error_message": "Chunk 0 already uploaded"}]`}
	takesIt   = "POST upload/token/"
	noLonger  = reply{status: 410, body: `[{"error_type": "notexist", "error_message": "gone"}]`}
	uploading = &cloudsigma.Drive{
		UUID: "d", Status: cloudsigma.DriveUploading, Definition: cloudsigma.DriveDefinition{Size: imageSize},
	}
)

// image has another byte at the beginning of each chunk.
func image(size int64) cloudsigma.Image {
	content := bytes.Repeat([]byte{'x'}, int(size))
	for i := int64(0); i*cloudsigma.UploadChunkSize < size; i++ {
		content[i*cloudsigma.UploadChunkSize] = '0' + byte(i)
	}
	return cloudsigma.Image{ReaderAt: bytes.NewReader(content), Size: size}
}

// sent returns the chunks that reached the API, as "first byte: length", in order.
func (f *fakeAPI) sent() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	sent := []string{}
	for i, route := range f.requests {
		if route == takesIt {
			sent = append(sent, fmt.Sprintf("%c: %d", f.bodies[i][0], len(f.bodies[i])))
		}
	}
	slices.Sort(sent)
	return sent
}

func TestUpload(t *testing.T) {
	t.Parallel()
	const first, last = cloudsigma.UploadChunkSize, cloudsigma.UploadChunkSize + 3
	whole := []string{fmt.Sprintf("0: %d", first), fmt.Sprintf("1: %d", last)}
	for name, test := range map[string]struct {
		links, posts []reply
		// want are the sizes of the chunks sent; nil is each once.
		want []string
	}{
		"in one go": {links: []reply{linked}, posts: []reply{{}}},
		// Which of the two asks first is not known, nor is it of use.
		"resumed":           {links: []reply{thereIs}, posts: []reply{{}}, want: []string{}},
		"lost, had arrived": {links: []reply{linked, linked, thereIs}, posts: []reply{{drop: true}}},
		"an old link":       {links: []reply{linked}, posts: []reply{noLonger, {}}, want: append([]string{""}, whole...)},
		"server fails":      {links: []reply{linked}, posts: []reply{{status: 502}, {}}, want: append([]string{""}, whole...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{linkRoute: test.links, takesIt: test.posts})
			var reported []int64
			if err := client.Drives.Upload(t.Context(), uploading, image(imageSize), func(done int64) {
				reported = append(reported, done)
			}); err != nil {
				t.Fatal(err)
			}
			if len(reported) != 2 || reported[1] != imageSize {
				t.Errorf("the progress was %v", reported)
			}
			got := api.sent()
			switch {
			case test.want == nil && !cmp.Equal(whole, got):
				t.Errorf("sent %v, want %v", got, whole)
			case test.want != nil && len(test.want) != len(got):
				t.Errorf("sent %v, want %d chunks", got, len(test.want))
			}
		})
	}
}

func TestUploadOfASmallImage(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{linkRoute: {linked}, takesIt: {{}}})
	drive := &cloudsigma.Drive{UUID: "d", Definition: cloudsigma.DriveDefinition{Size: 2048}}
	// Up to a KiB the size may differ.
	if err := client.Drives.Upload(t.Context(), drive, image(7), func(int64) {}); err == nil || !strings.Contains(err.Error(), "of 2048 bytes, but this one has 7") {
		t.Errorf("the error is %v", err)
	}
	if err := client.Drives.Upload(t.Context(), drive, image(1500), func(int64) {}); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"0: 1500"}, api.sent()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	api.wantBody(t, 0, fmt.Sprintf(`{"chunk_number": 0, "chunk_size": %d}`, cloudsigma.UploadChunkSize))
	if got := api.headers[1].Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("the content type is %q", got)
	}
}

func TestUploadFails(t *testing.T) {
	t.Parallel()
	refusal := reply{status: 403, body: `[{"error_type": "permission", "error_message": "not uploading"}]`}
	for name, test := range map[string]struct {
		links, posts []reply
		message      string
		requests     int
	}{
		"link refused":     {[]reply{refusal}, nil, "not uploading", 1},
		"chunk refused":    {[]reply{linked}, []reply{refusal}, "chunk 0", 2},
		"other host":       {[]reply{{body: `{"link": "https://elsewhere.example/"}`}}, nil, "elsewhere.example", 1},
		"no link":          {[]reply{{body: `{"link": null}`}}, nil, "no link for chunk 0", 8},
		"never in service": {[]reply{{status: 500, body: `[]`}}, nil, "500", 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{linkRoute: test.links, takesIt: test.posts})
			drive := &cloudsigma.Drive{UUID: "d", Definition: cloudsigma.DriveDefinition{Size: 10}}
			err := client.Drives.Upload(t.Context(), drive, image(10), func(int64) { t.Error("progress was reported") })
			if err == nil || !strings.Contains(err.Error(), test.message) {
				t.Errorf("the error is %v, want %q", err, test.message)
			}
			if strings.Contains(fmt.Sprint(err), "token") {
				t.Errorf("the error shows the link, which authorises: %v", err)
			}
			if len(api.requests) != test.requests {
				t.Errorf("%d requests were sent, want %d", len(api.requests), test.requests)
			}
		})
	}
}

func TestUploadEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client, _ := newFake(t, script{linkRoute: {{before: cancel, body: linked.body}}, takesIt: {{}}})
	err := client.Drives.Upload(ctx, uploading, image(imageSize), func(int64) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func TestDrivesAvoidOthers(t *testing.T) {
	t.Parallel()
	const made = `{"objects": [{"uuid": "d"}]}`
	definition := cloudsigma.DriveDefinition{Name: "n", Media: cloudsigma.MediaDisk, Size: 1}
	for route, make := range map[string]func(*cloudsigma.Client) error{
		"POST drives/?avoid=a%2Cb": func(c *cloudsigma.Client) error {
			_, err := c.Drives.Create(t.Context(), definition, "", "a", "b")
			return err
		},
		"POST initupload/?avoid=a%2Cb": func(c *cloudsigma.Client) error {
			_, err := c.Drives.InitUpload(t.Context(), definition, "", "a", "b")
			return err
		},
		"POST drives/s/action/?avoid=a%2Cb&do=clone": func(c *cloudsigma.Client) error {
			_, err := c.Drives.Clone(t.Context(), "s", cloudsigma.Clone{Name: "n", Avoid: []string{"a", "b"}})
			return err
		},
	} {
		client, api := newFake(t, script{route: {{body: made}}})
		if err := make(client); err != nil {
			t.Error(err)
		}
		api.wantRequests(t, route)
	}
}

func TestLicensesOfADrive(t *testing.T) {
	t.Parallel()
	drive := get(t, "response_libdrive_get", "drives/d/", func(ctx context.Context, c *cloudsigma.Client) (*cloudsigma.Drive, error) {
		return c.Drives.Get(ctx, "d")
	})
	licenses, err := drive.Definition.Licenses()
	if err != nil || len(licenses) == 0 || licenses[0].License.Name == "" || licenses[0].Amount != 1 {
		t.Errorf("the licences are %+v, %v", licenses, err)
	}
}
