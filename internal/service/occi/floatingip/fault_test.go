package floatingip_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// allocation is the path of the request that allocates an address.
func allocation(cloud *acctest.OCCI) string {
	return map[occi.Manner]string{
		occi.MannerGuide: "^/compute/[^/]+$", occi.MannerOcciOS: "^/network/interface/$",
		occi.MannerOOI: "/ipreservation/$", occi.MannerStandard12: "^/ipreservation/$",
	}[cloud.Manner]
}

func breaks(t *testing.T, cloud *acctest.OCCI, kind emulator.FaultKind, path string) func() {
	t.Helper()
	return func() {
		fault := emulator.Fault{Kind: kind, Method: http.MethodPost, Path: path, Times: 1}
		if err := cloud.Server.Faults.Add(fault); err != nil {
			t.Error(err)
		}
	}
}

// The answer to the allocation is lost. What was not there before it is ours, what was is not.
func TestFloatingIPLostAnswer(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		other := ""
		if cloud.Manner != occi.MannerGuide {
			other = regexp.MustCompile("public").ReplaceAllString(floatingIP(cloud, ""), "other")
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: vm(cloud) + other},
				{
					PreConfig: func() {
						cloud.Server.Log.Reset()
						breaks(t, cloud, emulator.FaultLoseAnswer, allocation(cloud))()
					},
					Config: vm(cloud) + other + floatingIP(cloud, ""),
					Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAllocated(""), func(*terraform.State) error {
						return counts(cloud, http.MethodPost, allocation(cloud), 1)
					}),
				},
				{Config: vm(cloud) + other, Check: lab.isReleased()},
			},
		})
	})
}

// The answer to the release is lost: a look tells that it was done.
func TestFloatingIPLostAnswerToRelease(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	lab := &lab{cloud: cloud}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: vm(cloud) + floatingIP(cloud, ""), Check: lab.keep()},
			{
				PreConfig: breaks(t, cloud, emulator.FaultLoseAnswer, allocation(cloud)),
				Config:    vm(cloud), Check: lab.isReleased(),
			},
		},
	})
}

// The time is over before the server answers, as when the run is interrupted: the address is in the state all the
// same, so that it is released by what follows.
func TestFloatingIPAnsweredTooLate(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: vm(cloud), Check: acctest.KeepID("occi_compute.vm", &lab.vm)},
				{
					PreConfig: func() {
						fault := emulator.Fault{
							Kind: emulator.FaultDelayAnswer, Method: http.MethodPost, Path: allocation(cloud), Times: 1, Delay: 2 * time.Second,
						}
						if err := cloud.Server.Faults.Add(fault); err != nil {
							t.Error(err)
						}
					},
					Config:      vm(cloud) + floatingIP(cloud, `timeouts = { create = "1s" }`),
					ExpectError: regexp.MustCompile(`(?s)allocated\s+but\s+the\s+server\s+does\s+not\s+show\s+it.*deadline\s+exceeded`),
				},
				{
					PreConfig: func() {
						if err := lab.isLeft(1); err != nil {
							t.Error(err)
						}
					},
					Config: vm(cloud), Check: func(*terraform.State) error { return lab.isLeft(0) },
				},
			},
		})
	})
}

// isLeft tells whether the cloud has so many floating IPs allocated.
func (l *lab) isLeft(count int) error {
	record, _ := l.cloud.Cloud.Compute(l.vm)
	found := len(record.FloatingIPs)
	for _, item := range l.cloud.Server.Inventory() {
		if item.Kind == "ipreservation" {
			found++
		}
	}
	if found != count {
		return fmt.Errorf("the cloud has %d floating IPs, want %d", found, count)
	}
	return nil
}

// The request was cut off before the cloud saw it. Nobody can tell, so the resource is in the state, and the next
// apply makes it anew.
func TestFloatingIPAllocationInDoubt(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	lab := &lab{cloud: cloud}
	config := vm(cloud) + floatingIP(cloud, "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: vm(cloud)},
			{
				PreConfig: breaks(t, cloud, emulator.FaultDrop, allocation(cloud)), Config: config,
				ExpectError: regexp.MustCompile(`(?s)whether\s+the\s+VM\s+got\s+a\s+floating\s+IP\s+could\s+not\s+be\s+found\s+out`),
			},
			{Config: config, Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAllocated(""), lab.vmHas(1))},
		},
	})
}

// A reservation that is in use is not deleted by OCCI 1.2: without the association in the graph the server's refusal
// is shown, and nothing is lost.
func TestFloatingIPInUse(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	lab := &lab{cloud: cloud}
	config := vm(cloud) + floatingIP(cloud, "") + `
resource "occi_floating_ip_association" "hidden" {
  compute_id     = occi_compute.vm.id
  floating_ip_id = occi_floating_ip.public.id
}
`
	const forget = `
removed {
  from = occi_floating_ip_association.hidden
  lifecycle {
    destroy = false
  }
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config, Check: lab.keep()},
			{Config: vm(cloud) + floatingIP(cloud, "") + forget},
			{Config: vm(cloud), ExpectError: regexp.MustCompile(`(?s)Could not release.*409\s+Conflict.*is\s+in\s+use`)},
			// The VM takes the link with it; then the address is free.
			{Config: cloud.Provider + floatingIP(cloud, ""), Check: lab.vmHas(0)},
		},
	})
}
