package floatingip_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// sent tells whether one of the requests has the header, also among others in a line.
func sent(requests []emulator.Request, header, query, want string) error {
	for _, request := range requests {
		if request.Query == query && slices.Contains(request.Header.Values(header), want) {
			return nil
		}
	}
	return fmt.Errorf("no request ?%s with %s: %s among %+v", query, header, want, requests)
}

// guideRequest is what a curl line of the guide sends, but for the headers of Keystone.
type guideRequest struct {
	Method, Path, Query, ContentType string
	Category, Attributes             []string
	Body                             string
}

// What is sent is what the curl lines "Allocate Floating IP to VM" and "Deallocate Floating IP to VM" of the guide
// send.
func TestFloatingIPAsInTheGuide(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	lab := &lab{cloud: cloud}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: vm(cloud)},
			{
				PreConfig: cloud.Server.Log.Reset,
				Config:    vm(cloud) + floatingIP(cloud, `pool = "nova"`),
				Check:     lab.keep(),
			},
			{
				Config: vm(cloud),
				Check: func(*terraform.State) error {
					act := func(term string, attributes ...string) guideRequest {
						return guideRequest{
							Method: http.MethodPost, Path: lab.vm, Query: "action=" + term, ContentType: "text/occi",
							Category:   []string{term + `; scheme="http://schemas.openstack.org/instance/action#"; class="action"`},
							Attributes: attributes,
						}
					}
					want := []guideRequest{
						act("alloc_float_ip", `org.openstack.network.floating.pool="nova"`), act("dealloc_float_ip"),
					}
					var got []guideRequest
					for _, request := range cloud.Server.Log.Matching(http.MethodPost, "") {
						got = append(got, guideRequest{
							request.Method, request.Path, request.Query, request.Header.Get("Content-Type"),
							request.Header.Values("Category"), request.Header.Values("X-Occi-Attribute"), request.Body,
						})
					}
					if diff := cmp.Diff(want, got); diff != "" {
						return fmt.Errorf("(-guide +sent):\n%s", diff)
					}
					return nil
				},
			},
		},
	})
}

// A VM has one address. Of two resources that are made side by side one gets it, and the other tells whose it is.
func TestFloatingIPTwicePerVM(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	lab := &lab{cloud: cloud}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: vm(cloud), Check: acctest.KeepID("occi_compute.vm", &lab.vm)},
			{
				Config:      several(cloud, 3),
				ExpectError: regexp.MustCompile(`(?s)has\s+the\s+floating\s+IP\s+172\.24\.4\.225\s+already.*import\s+it\s+with\s+the\s+id\s+/compute/`),
			},
			{
				PreConfig: func() {
					if err := lab.vmHas(1)(nil); err != nil {
						t.Error(err)
					}
				},
				Config: vm(cloud), Check: lab.vmHas(0),
			},
		},
	})
}
