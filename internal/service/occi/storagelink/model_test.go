package storagelink

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func TestShow(t *testing.T) {
	t.Parallel()
	client, err := occi.NewClient(occi.Config{
		Endpoint: &url.URL{Scheme: "https", Host: "cloud.example.org", Path: "/occi/"}, HTTP: http.DefaultClient,
	})
	if err != nil {
		t.Fatal(err)
	}
	text := types.StringValue
	null, unknown := types.StringNull(), types.StringUnknown()
	planned := model{ID: unknown, SourceID: text("/compute/1"), TargetID: text("/storage/2"), DeviceID: unknown, ActualDeviceID: unknown, MountPoint: unknown, State: unknown}
	for _, test := range []struct {
		name       string
		before     model
		attributes map[string]string
		want       model
	}{
		{
			name: "only the location is known", before: planned,
			want: model{ID: text("/storage/link/3"), SourceID: text("/compute/1"), TargetID: text("/storage/2")},
		},
		{
			name: "URLs of another host, empty texts", before: planned,
			attributes: map[string]string{
				"occi.core.source": "http://10.0.0.1:8787/occi/compute/1", "occi.core.target": "/occi/storage/2",
				"occi.storagelink.deviceid": "", "occi.storagelink.mountpoint": "", "occi.storagelink.state": "active",
			},
			want: model{
				ID: text("/storage/link/3"), SourceID: text("/compute/1"), TargetID: text("/storage/2"), State: text("active"),
			},
		},
		{
			name: "imported",
			attributes: map[string]string{
				"occi.core.source": "/compute/1", "occi.core.target": "/storage/2",
				"occi.storagelink.deviceid": "/dev/vdc", "occi.storagelink.mountpoint": "/data",
			},
			want: model{
				ID: text("/storage/link/3"), SourceID: text("/compute/1"), TargetID: text("/storage/2"),
				DeviceID: text("/dev/vdc"), ActualDeviceID: text("/dev/vdc"), MountPoint: text("/data"),
			},
		},
		{
			name: "after a restart the device is not told", before: model{DeviceID: text("/dev/vdc"), State: text("active")},
			attributes: map[string]string{"occi.core.source": "/compute/1", "occi.core.target": "/storage/2"},
			want: model{
				ID: text("/storage/link/3"), SourceID: text("/compute/1"), TargetID: text("/storage/2"),
				DeviceID: text("/dev/vdc"), State: null,
			},
		},
		{
			name: "another device than the configured one", before: model{DeviceID: text("/dev/vdc"), ActualDeviceID: unknown},
			attributes: map[string]string{"occi.storagelink.deviceid": "/dev/vdb"},
			want:       model{ID: text("/storage/link/3"), DeviceID: text("/dev/vdc"), ActualDeviceID: text("/dev/vdb")},
		},
		{
			name: "still that device", before: model{DeviceID: text("/dev/vdc"), ActualDeviceID: text("/dev/vdb")},
			attributes: map[string]string{"occi.storagelink.deviceid": "/dev/vdb"},
			want:       model{ID: text("/storage/link/3"), DeviceID: text("/dev/vdc"), ActualDeviceID: text("/dev/vdb")},
		},
		{
			name: "moved to a third device", before: model{DeviceID: text("/dev/vdc"), ActualDeviceID: text("/dev/vdb")},
			attributes: map[string]string{"occi.storagelink.deviceid": "/dev/vdd"},
			want:       model{ID: text("/storage/link/3"), DeviceID: text("/dev/vdd"), ActualDeviceID: text("/dev/vdd")},
		},
		{
			name: "another target", before: planned,
			attributes: map[string]string{"occi.core.source": "/compute/1", "occi.core.target": "/storage/9"},
			want:       model{ID: text("/storage/link/3"), SourceID: text("/compute/1"), TargetID: text("/storage/9")},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			link := &occi.Entity{Location: "/storage/link/3", Attributes: occi.Attributes{}}
			for name, value := range test.attributes {
				link.Attributes[name] = occi.String(value)
			}
			got := test.before
			got.show(client, link)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
