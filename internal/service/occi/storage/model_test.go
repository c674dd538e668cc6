package storage

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

func TestShowSize(t *testing.T) {
	t.Parallel()
	null, unknown := types.Float64Null(), types.Float64Unknown()
	for _, test := range []struct {
		name             string
		size, actualSize types.Float64
		shown            string
		wantSize         types.Float64
		wantActual       types.Float64
	}{
		{"made as asked for", types.Float64Value(1), unknown, "1.0", types.Float64Value(1), types.Float64Value(1)},
		{"cut at the create", types.Float64Value(2.7), unknown, "2.0", types.Float64Value(2.7), types.Float64Value(2)},
		{"rounded up at the create", types.Float64Value(2.2), unknown, "3", types.Float64Value(2.2), types.Float64Value(3)},
		{"as it was", types.Float64Value(2.7), types.Float64Value(2), "2.0", types.Float64Value(2.7), types.Float64Value(2)},
		{"changed by somebody", types.Float64Value(2.7), types.Float64Value(2), "5", types.Float64Value(5), types.Float64Value(5)},
		{"imported", null, null, "2.0", types.Float64Value(2), types.Float64Value(2)},
		{"interrupted create", types.Float64Value(2.7), null, "2.0", types.Float64Value(2.7), types.Float64Value(2)},
		{"not shown yet", types.Float64Value(1), unknown, "", types.Float64Value(1), null},
		{"not shown any more", types.Float64Value(1), types.Float64Value(1), "", types.Float64Value(1), types.Float64Value(1)},
		{"no number", types.Float64Value(1), types.Float64Value(1), "big", types.Float64Value(1), types.Float64Value(1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			entity := &occi.Entity{Location: "/storage/1", Attributes: occi.Attributes{}}
			if test.shown != "" {
				entity.Attributes[infrastructure.AttributeStorageSize] = occi.String(test.shown)
			}
			volume := model{Size: test.size, ActualSize: test.actualSize}
			volume.show(entity)
			if !volume.Size.Equal(test.wantSize) || !volume.ActualSize.Equal(test.wantActual) {
				t.Errorf("got size %s and actual_size %s, want %s and %s",
					volume.Size, volume.ActualSize, test.wantSize, test.wantActual)
			}
		})
	}
}

func TestTellOtherSize(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		actual types.Float64
		want   string
	}{
		{"as asked for", types.Float64Value(2.7), ""},
		{"not known", types.Float64Null(), ""},
		{"cut", types.Float64Value(2), "2.7 GB were asked for, and the server made a volume of 2 GB."},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			volume := model{Size: types.Float64Value(2.7), ActualSize: test.actual}
			volume.tellOtherSize(&diagnostics)
			got := ""
			for _, warning := range diagnostics.Warnings() {
				got += warning.Detail()
			}
			if got != test.want || diagnostics.HasError() {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
