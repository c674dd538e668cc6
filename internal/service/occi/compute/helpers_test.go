package compute_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const address = "occi_compute.vm"

// Paths in the request log.
const (
	anyVM          = `^/compute/[^/]+$`
	vmCollection   = `^/compute/$`
	queryInterface = `^/-/$`
)

// times are long enough for every wait to look several times at least.
func times() occi.Options {
	return occi.Options{BootTime: 400 * time.Millisecond, Times: map[occi.Change]time.Duration{occi.ChangeAddress: 100 * time.Millisecond}}
}

// onEmulators runs a test on an emulator in the manners of the guide.
func onEmulators(t *testing.T, options occi.Options, test func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner)) {
	t.Helper()
	acctest.OnEmulatedGuideOCCI(t, options, func(t *testing.T, cloud *acctest.OCCI) { test(t, cloud, cloud.Manner) })
}

// run runs the steps; nothing must be left afterwards.
func run(t *testing.T, cloud *acctest.OCCI, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(), Steps: steps, CheckDestroy: acctest.NothingLeft(cloud.Server),
	})
}

// vm is a configuration of one VM with these arguments.
func vm(cloud *acctest.OCCI, arguments ...string) string {
	return fmt.Sprintf("%s\nresource \"occi_compute\" \"vm\" {\n  %s\n}\n", cloud.Provider, strings.Join(arguments, "\n  "))
}

// group is a configuration of a security group.
func group(term string) string {
	return fmt.Sprintf("resource \"occi_security_group\" %[1]q {\n  term   = %[1]q\n  scheme = \"http://example.org/sec#\"\n}\n", term)
}

func set(name string, value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%s = %q", name, text)
	}
	return fmt.Sprintf("%s = %v", name, value)
}

func text(name, value string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), knownvalue.StringExact(value))
}

func null(name string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), knownvalue.Null())
}

// planned expects an action and an empty plan afterwards, which the test framework checks by itself.
func planned(action plancheck.ResourceActionType, checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append([]plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}, checks...)}
}

// updates expects a plan that changes these attributes of the VM and no others.
func updates(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

// onServer checks what reached the cloud.
type onServer struct {
	cloud *acctest.OCCI
	check onServerCheck
}

// CheckState implements statecheck.StateCheck.
func (c onServer) CheckState(_ context.Context, request statecheck.CheckStateRequest, response *statecheck.CheckStateResponse) {
	for _, shown := range request.State.Values.RootModule.Resources {
		if shown.Address != address {
			continue
		}
		id, _ := shown.AttributeValues["id"].(string)
		record, found := c.cloud.Cloud.Compute(id)
		if !found {
			response.Error = fmt.Errorf("the cloud has no VM %q", id)
			return
		}
		response.Error = c.check(record)
		return
	}
	response.Error = errors.New(address + " is not in the state")
}

// vms are the VMs in a cloud.
func vms(cloud *acctest.OCCI) []emulator.Item {
	return slices.DeleteFunc(cloud.Cloud.Inventory(), func(item emulator.Item) bool { return item.Kind != "compute" })
}

// onlyVM is the path of the one VM in a cloud.
func onlyVM(t *testing.T, cloud *acctest.OCCI) string {
	t.Helper()
	return itemOf(t, cloud, "compute")
}

// itemOf is the path of the one entity of a kind.
func itemOf(t *testing.T, cloud *acctest.OCCI, kind string) string {
	t.Helper()
	var paths []string
	for _, item := range cloud.Cloud.Inventory() {
		if item.Kind == kind {
			paths = append(paths, item.ID)
		}
	}
	if len(paths) != 1 {
		t.Fatalf("there are %d of kind %s, want 1: %v", len(paths), kind, paths)
	}
	return paths[0]
}

func addFault(t *testing.T, cloud *acctest.OCCI, fault emulator.Fault) {
	t.Helper()
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
}

// expectRequests compares the number of requests with this method and path.
func expectRequests(t *testing.T, cloud *acctest.OCCI, method, path string, least, most int) {
	t.Helper()
	if got := cloud.Server.Log.Count(method, path); got < least || got > most {
		t.Errorf("%d requests %s %s, want %d to %d", got, method, path, least, most)
	}
}

// osTemplate and flavorTemplate are lines of a request, to work on the cloud without Terraform. Images of
// occi-os have identifiers for terms.
func osTemplate(manner occi.Manner, image string) string {
	ids := map[string]string{
		"cirros-0.3.0-x86_64-uec": "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11", "SmartOS": "c4f7a9d0-2e58-4d8b-a1b5-60f3e7c2d844",
	}
	if manner == occi.MannerOcciOS {
		image = ids[image]
	}
	return mixinLine("http://schemas.openstack.org/template/os#", image)
}

func flavorTemplate(name string) string {
	return mixinLine("http://schemas.openstack.org/template/resource#", name)
}

func mixinLine(scheme, term string) string {
	return fmt.Sprintf("Category: %s; scheme=%q; class=\"mixin\"\n", term, scheme)
}

// hasFlavor checks the flavor of a VM in the cloud.
func hasFlavor(name string) func(occi.ComputeRecord) error {
	return func(got occi.ComputeRecord) error {
		if got.Flavor != name {
			return fmt.Errorf("the flavor is %s, want %s", got.Flavor, name)
		}
		return nil
	}
}

// sameVM checks that nothing happened to a VM.
func sameVM(before, after occi.ComputeRecord) error {
	if diff := cmp.Diff(before, after); diff != "" {
		return fmt.Errorf("the VM changed (-before +after):\n%s", diff)
	}
	return nil
}

// post sends a request as somebody else would who works on the cloud; it must be carried out.
func post(t *testing.T, cloud *acctest.OCCI, path, body string) {
	t.Helper()
	if status, answer := send(t, cloud, http.MethodPost, path, body); status >= http.StatusBadRequest {
		t.Fatalf("POST %s: %d: %s", path, status, answer)
	}
}

func send(t *testing.T, cloud *acctest.OCCI, method, path, body string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, cloud.Server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/plain")
	request.Header.Set("X-Auth-Token", cloud.Keystone.IssueToken(keystone.DefaultUserName))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(read)
}
