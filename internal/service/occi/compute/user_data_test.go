package compute_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestUserData: what cloudinit_config renders by default, a multipart that is compressed and in base64, reaches the VM as
// cloud-init wants it; a change that is for the next VM is only recorded; what OpenStack does not take is told by the plan.
func TestUserData(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		var packed bytes.Buffer
		writer := gzip.NewWriter(&packed)
		_, err := io.WriteString(writer, "Content-Type: multipart/mixed; boundary=\"MIMEBOUNDARY\"\nMIME-Version: 1.0\r\n\r\n--MIMEBOUNDARY--\r\n")
		if err != nil || writer.Close() != nil {
			t.Fatal(err)
		}
		config := func(arguments ...string) string {
			return vm(cloud, append(arguments, set("os_template", cloud.Image), set("resource_template", cloud.Flavor))...)
		}
		sent := onServer{cloud, func(got occi.ComputeRecord) error {
			if got.UserData != packed.String() {
				return fmt.Errorf("the VM got %q, want %q", got.UserData, packed.String())
			}
			return nil
		}}
		tooLarge := set("user_data", "#cloud-config\n"+strings.Repeat("#", 49152-14))
		run(t, cloud,
			resource.TestStep{
				Config: config(tooLarge), PlanOnly: true,
				ExpectError: words(`The user data is too large`, `takes 65535 characters of base64, and this is 65536`),
			},
			resource.TestStep{
				Config:            config(set("user_data", base64.StdEncoding.EncodeToString(packed.Bytes()))),
				ConfigStateChecks: []statecheck.StateCheck{sent},
			},
			resource.TestStep{
				Config:            config(set("user_data", "#!/bin/sh"), set("user_data_replace_on_change", false)),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate, known("addresses"), known("state")),
				ConfigStateChecks: []statecheck.StateCheck{sent, text("user_data", "#!/bin/sh")},
			},
			resource.TestStep{
				Config:           config(set("user_data", "#!/bin/bash")),
				ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			},
		)
	})
}
