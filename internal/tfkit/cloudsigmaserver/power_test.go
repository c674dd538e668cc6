package cloudsigmaserver_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// TestSettleToStop: a server that stays unavailable is waited for as long as the patience lasts.
func TestSettleToStop(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	client := account.Client(t, nil)
	id := runningServer(t, account, client)
	if err := account.Cloud.SetServerStatus(id, cloudsigma.ServerUnavailable); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := cloudsigmaserver.SettleToStop(ctx, client, id, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with patience: %v", err)
	}
	if server, err := cloudsigmaserver.SettleToStop(t.Context(), client, id, 0); err != nil || server.Status != cloudsigma.ServerUnavailable {
		t.Errorf("without patience: %+v, %v", server, err)
	}
}
