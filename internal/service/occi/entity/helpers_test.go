package entity_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
)

// existing makes a volume of 3 GB without Terraform and returns its path.
func existing(t *testing.T, cloud *acctest.OCCI) string {
	t.Helper()
	send(t, cloud, http.MethodPost, "storage/", "Category: storage; scheme=\""+infrastructure+"\"; class=\"kind\"\n"+
		"X-OCCI-Attribute: occi.core.title=\"theirs\"\nX-OCCI-Attribute: occi.storage.size=3")
	items := cloud.Server.Inventory()
	if len(items) != 1 {
		t.Fatalf("the cloud has %v", items)
	}
	return items[0].ID
}

// send is what somebody else does who works on the cloud.
func send(t *testing.T, cloud *acctest.OCCI, method, path, body string) {
	t.Helper()
	target := cloud.Server.URL + cloud.Manner.Path() + strings.TrimPrefix(path, "/")
	request, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
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
	if response.StatusCode >= http.StatusBadRequest {
		answer, _ := io.ReadAll(response.Body)
		t.Fatalf("%s %s: %d: %s", method, path, response.StatusCode, answer)
	}
}
