package occientity_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// TestReadBehindAWrongEndpoint: where no OCCI server is, nothing counts as gone.
func TestReadBehindAWrongEndpoint(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	_, err := occientity.Read(t.Context(), newClient(t, server.URL), "/storage/1", infrastructure.KindStorage)
	if err == nil || occi.IsNotFound(err) || !strings.Contains(err.Error(), "check the endpoint") {
		t.Errorf("got error %v, want one that is no 404 and names the endpoint", err)
	}
}
