package occientity_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// cloud is an emulated cloud and a client of it, as the provider makes one.
type cloud struct {
	*emulated.Cloud

	server *emulator.Server
	client *occi.Client
}

func newCloud(t *testing.T, options emulated.Options) *cloud {
	t.Helper()
	inner := emulated.New(options)
	server, err := emulator.Start(t.Context(), "127.0.0.1:0", inner, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return &cloud{Cloud: inner, server: server, client: newClient(t, server.URL+strings.TrimSuffix(options.Manner.Path(), "/"))}
}

func newClient(t *testing.T, address string) *occi.Client {
	t.Helper()
	endpoint, err := url.Parse(address + "/")
	if err != nil {
		t.Fatal(err)
	}
	httpClient, err := transport.NewClient(transport.Config{Origin: endpoint})
	if err != nil {
		t.Fatal(err)
	}
	client, err := occi.NewClient(occi.Config{Endpoint: endpoint, HTTP: httpClient})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (c *cloud) fault(t *testing.T, kind emulator.FaultKind, method, path string) {
	t.Helper()
	if err := c.server.Faults.Add(emulator.Fault{Kind: kind, Method: method, Path: path, Times: 1}); err != nil {
		t.Fatal(err)
	}
}

// volume is a blueprint that recognizes its volume by the title; with "" it cannot be told.
func volume(title string) occientity.Blueprint {
	blueprint := occientity.Blueprint{
		Kind:       infrastructure.KindStorage,
		Attributes: occi.Attributes{infrastructure.AttributeStorageSize: occi.Number(1)},
	}
	if title != "" {
		blueprint.Attributes[infrastructure.AttributeTitle] = occi.String(title)
		blueprint.IsOurs = func(entity *occi.Entity) bool {
			return entity.Attributes[infrastructure.AttributeTitle].Text() == title
		}
	}
	return blueprint
}

func (c *cloud) volumes() []string {
	var paths []string
	for _, item := range c.Inventory() {
		if item.Kind == "storage" {
			paths = append(paths, item.ID)
		}
	}
	return paths
}

func TestCreate(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{})
	path, err := occientity.Create(t.Context(), c.client, volume("data"))
	if err != nil || !slices.Equal(c.volumes(), []string{path}) {
		t.Errorf("created %q, %v; the cloud has %v", path, err, c.volumes())
	}
	if got := len(c.server.Log.All()); got != 2 {
		t.Errorf("%d requests, want the query interface and the POST", got)
	}
}

func TestCreateAfterLostAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		// before are the titles of volumes that somebody else has made, own those of this process.
		before, own []string
		title       string
		fault       emulator.FaultKind
		// one tells that exactly one volume results, adopted or made by a repetition.
		one        bool
		candidates int
	}{
		"made, alone":                    {nil, nil, "data", emulator.FaultLoseAnswer, true, 0},
		"made, others have other titles": {[]string{"other"}, []string{"mine"}, "data", emulator.FaultLoseAnswer, true, 0},
		"made, another has the title":    {[]string{"data"}, nil, "data", emulator.FaultLoseAnswer, false, 2},
		"made, ours has the title":       {nil, []string{"data"}, "data", emulator.FaultLoseAnswer, true, 0},
		"made, it cannot be told":        {[]string{"other"}, nil, "", emulator.FaultLoseAnswer, false, 2},
		"not made: repeated":             {[]string{"other"}, nil, "data", emulator.FaultDrop, true, 0},
		"not made, ours has the title":   {nil, []string{"data"}, "data", emulator.FaultDrop, true, 0},
		"not made, another has it":       {[]string{"data", "data"}, nil, "data", emulator.FaultDrop, false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCloud(t, emulated.Options{})
			somebody := newClient(t, c.server.URL)
			for titles, client := range map[*[]string]*occi.Client{&test.before: somebody, &test.own: c.client} {
				for _, title := range *titles {
					if _, err := occientity.Create(t.Context(), client, volume(title)); err != nil {
						t.Fatal(err)
					}
				}
			}
			known := c.volumes()
			c.fault(t, test.fault, http.MethodPost, "^/storage/$")

			path, err := occientity.Create(t.Context(), c.client, volume(test.title))

			if test.one {
				if err != nil || !slices.Equal(c.volumes(), append(known, path)) {
					t.Errorf("got %q, %v; there were %v, there are %v", path, err, known, c.volumes())
				}
				return
			}
			var lost *occientity.LostCreateError
			if !errors.As(err, &lost) || len(lost.Candidates) != test.candidates {
				t.Fatalf("got %q, %v; want a LostCreateError with %d candidates", path, err, test.candidates)
			}
			var cause *transport.LostAnswerError
			if !errors.As(err, &cause) {
				t.Errorf("%v does not carry its cause", err)
			}
			for _, candidate := range lost.Candidates {
				if !strings.Contains(err.Error(), candidate) {
					t.Errorf("%v does not name %s", err, candidate)
				}
			}
		})
	}
}

// TestCreateTellsLikelyFromSure: what is only likely ours is listed, not adopted.
func TestCreateTellsLikelyFromSure(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{})
	c.fault(t, emulator.FaultLoseAnswer, http.MethodPost, "^/storage/$")
	blueprint := volume("data")
	blueprint.MayBeOurs, blueprint.IsOurs = blueprint.IsOurs, func(*occi.Entity) bool { return false }
	_, err := occientity.Create(t.Context(), c.client, blueprint)
	var lost *occientity.LostCreateError
	if !errors.As(err, &lost) || !slices.Equal(lost.Candidates, c.volumes()) {
		t.Errorf("error %v, want one that names %v", err, c.volumes())
	}
}

// TestCreateWithBlindSearch: if the search fails nobody must think that nothing was made.
func TestCreateWithBlindSearch(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{})
	c.fault(t, emulator.FaultLoseAnswer, http.MethodPost, "^/storage/$")
	if err := c.server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "^/storage/$", Status: http.StatusInternalServerError, Body: "no list",
	}); err != nil {
		t.Fatal(err)
	}
	_, err := occientity.Create(t.Context(), c.client, volume("data"))
	var lost *occientity.LostCreateError
	if err == nil || errors.As(err, &lost) || !strings.Contains(err.Error(), "was lost") || !strings.Contains(err.Error(), "no list") {
		t.Errorf("error %v, want both that of the create and that of the list", err)
	}
}

func TestCreateRefused(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{MaxStorageGB: 1})
	blueprint := volume("data")
	blueprint.Attributes[infrastructure.AttributeStorageSize] = occi.Number(2)
	if _, err := occientity.Create(t.Context(), c.client, blueprint); err == nil || len(c.volumes()) != 0 {
		t.Errorf("error %v; the cloud has %v", err, c.volumes())
	}
	if got := c.server.Log.Count(http.MethodPost, ""); got != 1 {
		t.Errorf("%d requests POST, want 1", got)
	}
}

func TestCreateUnknownKind(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{})
	blueprint := occientity.Blueprint{Kind: occi.TypeID{Scheme: "http://example.org/occi#", Term: "rack"}}
	if _, err := occientity.Create(t.Context(), c.client, blueprint); err == nil || !strings.Contains(err.Error(), "http://example.org/occi#rack") {
		t.Errorf("error %v", err)
	}
}

// TestCreateIsNotInterrupted: the answer with the location of the entity must not be lost to a Ctrl-C; but
// nothing is begun after one.
func TestCreateIsNotInterrupted(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	if err := c.server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultDelayAnswer, Method: http.MethodPost, Path: "^/storage/$", Delay: 500 * time.Millisecond,
	}); err != nil {
		t.Fatal(err)
	}
	// Between the volume's making and the answer that tells where it is.
	go func() {
		for len(c.volumes()) == 0 && t.Context().Err() == nil {
			runtime.Gosched()
		}
		cancel()
	}()
	path, err := occientity.Create(ctx, c.client, volume("data"))
	if err != nil || !slices.Equal(c.volumes(), []string{path}) {
		t.Errorf("created %q, %v; the cloud has %v", path, err, c.volumes())
	}
	if looked := c.server.Log.Count(http.MethodGet, "^/storage/"); looked != 0 {
		t.Errorf("the volume was looked for %d times: its answer was cut off", looked)
	}
	if _, err := occientity.Create(ctx, c.client, volume("more")); !errors.Is(err, context.Canceled) || len(c.volumes()) != 1 {
		t.Errorf("error %v; the cloud has %v", err, c.volumes())
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options emulated.Options
		fault   *emulator.Fault
		vanish  bool
		want    string
		left    int
	}{
		"at once":   {},
		"lingering": {options: emulated.Options{Times: map[emulated.Change]time.Duration{emulated.ChangeVolumeDelete: 600 * time.Millisecond}}},
		"gone":      {vanish: true},
		"404 though it lives": {
			fault: &emulator.Fault{Kind: emulator.FaultAnswer, Method: http.MethodDelete, Status: http.StatusNotFound, Body: "Volume not found!"},
			want:  "404 Not Found: Volume not found!", left: 1,
		},
		"refused": {
			fault: &emulator.Fault{Kind: emulator.FaultAnswer, Method: http.MethodDelete, Status: http.StatusBadRequest, Body: "Volume is in use"},
			want:  "400 Bad Request: Volume is in use", left: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCloud(t, test.options)
			path, err := occientity.Create(t.Context(), c.client, volume("data"))
			if err != nil {
				t.Fatal(err)
			}
			if test.fault != nil {
				if err := c.server.Faults.Add(*test.fault); err != nil {
					t.Fatal(err)
				}
			}
			if test.vanish {
				if err := c.Vanish(path); err != nil {
					t.Fatal(err)
				}
			}
			err = occientity.Delete(t.Context(), c.client, path)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if got := len(c.volumes()); got != test.left {
				t.Errorf("%d volumes are left, want %d", got, test.left)
			}
			if got := c.server.Log.Count(http.MethodDelete, ""); got != 1 {
				t.Errorf("%d requests DELETE, want 1", got)
			}
		})
	}
}
