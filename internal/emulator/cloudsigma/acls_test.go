package cloudsigma

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	friend         = "friend@example.com"
	friendPassword = "pw"
)

// sharing is a cloud with two accounts, of which the default one has a tag that an ACL shares.
type sharing struct {
	*bench
	tag, acl string
}

func newSharing(t *testing.T, permissions string) sharing {
	t.Helper()
	b := newBench(t, Options{Users: map[string]string{DefaultUser: DefaultPassword, friend: friendPassword}})
	tag := b.create("tags", `{"name": "shared"}`)
	acl := b.create("acls", fmt.Sprintf(`{"name": "acl", "grantees": [{"uuid": %q}], "rules": [%s], "tags": [{"uuid": %q}]}`,
		b.AccountUUID(friend), permissions, tag))
	return sharing{b, tag, acl}
}

// asFriend sends a request of the other account.
func (s sharing) asFriend(method, path, body string) (int, any) {
	s.t.Helper()
	return s.sendAs(friend, friendPassword, method, path, body)
}

func (s sharing) wantFriend(want int, method, path, body string) {
	s.t.Helper()
	if status, answer := s.asFriend(method, path, body); status != want {
		s.t.Errorf("%s %s by the grantee: status is %d, want %d: %v", method, path, status, want, answer)
	}
}

func TestACLShowsBothSides(t *testing.T) {
	t.Parallel()
	s := newSharing(t, `{"permission": "LIST"}, {"permission": "EDIT"}`)
	id := s.create("drives", fmt.Sprintf(`{"name": "d", "media": "disk", "size": 1073741824, "tags": [%q]}`, s.tag))

	own := s.get("drives", id)
	if diff := cmp.Diff([]any{"EDIT", "LIST"}, at(own, "grantees", 0, "permissions")); diff != "" {
		t.Error(diff)
	}
	if got := at(own, "grantees", 0, "user", "uuid"); got != s.AccountUUID(friend) || len(own["permissions"].([]any)) != 0 { //nolint:forcetypeassert // a list
		t.Errorf("the owner sees %v", own)
	}
	_, foreign := s.asFriend(http.MethodGet, uri("drives", id), "")
	if diff := cmp.Diff([]any{"EDIT", "LIST"}, at(foreign, "permissions")); diff != "" {
		t.Error(diff)
	}
	if tags, grantees := at(foreign, "tags", 0), at(foreign, "grantees", 0); tags != nil || grantees != nil {
		t.Errorf("the grantee sees the tag %v and the grantee %v", tags, grantees)
	}
	untagged := s.create("drives", smallDrive)
	s.wantFriend(http.StatusNotFound, http.MethodGet, uri("drives", untagged), "")
	_, listed := s.asFriend(http.MethodGet, root+"drives/", "")
	if got := at(listed, "objects", 0, "uuid"); got != id || at(listed, "meta", "total_count") != 1.0 {
		t.Errorf("the grantee lists %v, want the drive alone", listed)
	}
	// An ACL shows up at the grantee, who cannot change it.
	s.wantFriend(http.StatusOK, http.MethodGet, uri("acls", s.acl), "")
	s.wantFriend(http.StatusForbidden, http.MethodPut, uri("acls", s.acl), `{"name": "mine"}`)
	s.wantFriend(http.StatusForbidden, http.MethodDelete, uri("acls", s.acl), "")
}

func TestACLPermits(t *testing.T) {
	t.Parallel()
	tagged := `{"name": "s", "cpu": 1000, "mem": 536870912, "vnc_password": "secret", "tags": [%q]}`
	for name, test := range map[string]struct {
		permissions                    string
		get, put, start, clone, remove int
	}{
		"nothing":     {``, 404, 404, 404, 404, 404},
		"not to see":  {`{"permission": "START"}`, 404, 404, 404, 404, 404},
		"to see":      {`{"permission": "LIST"}`, 200, 403, 403, 403, 403},
		"to edit":     {`{"permission": "LIST"}, {"permission": "EDIT"}`, 200, 200, 403, 403, 403},
		"to start":    {`{"permission": "LIST"}, {"permission": "START"}`, 200, 403, 202, 403, 403},
		"to clone":    {`{"permission": "LIST"}, {"permission": "CLONE"}`, 200, 403, 403, 202, 403},
		"to delete":   {`{"permission": "LIST"}, {"permission": "DELETE"}`, 200, 403, 403, 403, 204},
		"on no drive": {`{"permission": "ATTACH"}, {"permission": "OPEN_VNC"}, {"permission": "STOP"}`, 404, 404, 404, 404, 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSharing(t, test.permissions)
			id := s.create("servers", fmt.Sprintf(tagged, s.tag))
			s.wantFriend(test.get, http.MethodGet, uri("servers", id), "")
			s.wantFriend(test.put, http.MethodPut, uri("servers", id), smallServer)
			s.wantFriend(test.clone, http.MethodPost, uri("servers", id)+"action/?do=clone", "{}")
			s.wantFriend(test.start, http.MethodPost, uri("servers", id)+"action/?do=start", "{}")
			s.want(http.StatusOK, http.MethodGet, uri("servers", id), "")
			_ = s.StopServer(id)
			s.wantFriend(test.remove, http.MethodDelete, uri("servers", id), "")
			for _, item := range s.Inventory() {
				if item.Kind == "server" && item.ID != id && item.Owner != friend {
					t.Errorf("the clone belongs to %s, want the grantee", item.Owner)
				}
			}
		})
	}
}

func TestACLAttach(t *testing.T) {
	t.Parallel()
	s := newSharing(t, `{"permission": "LIST"}`)
	id := s.create("drives", fmt.Sprintf(`{"name": "d", "media": "disk", "size": 1073741824, "tags": [%q]}`, s.tag))
	withDrive := serverWith(fmt.Sprintf(`"drives": [{"drive": %q, "device": "virtio", "dev_channel": "0:0"}]`, id))
	s.wantFriend(http.StatusBadRequest, http.MethodPost, root+"servers/", withDrive)
	s.want(http.StatusOK, http.MethodPut, uri("acls", s.acl), `{"name": "acl", "rules": [{"permission": "ATTACH"}]}`)
	s.wantFriend(http.StatusCreated, http.MethodPost, root+"servers/", withDrive)
}

func TestACLErrors(t *testing.T) {
	t.Parallel()
	s := newSharing(t, "")
	for name, definition := range map[string]string{
		"no name":            `{"grantees": []}`,
		"unknown grantee":    `{"name": "a", "grantees": [{"uuid": "nobody"}]}`,
		"unknown permission": `{"name": "a", "rules": [{"permission": "FLY"}]}`,
		"no permission":      `{"name": "a", "rules": [{}]}`,
		"unknown tag":        `{"name": "a", "tags": [{"uuid": "none"}]}`,
	} {
		if got := s.refused(http.StatusBadRequest, http.MethodPost, root+"acls/", definition); got.Type != errorValidation {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// Tags that are gone are not shown, and keypairs are never shared.
	key := s.create("keypairs", `{"name": "k", "algorithm_type": "ed25519"}`)
	s.want(http.StatusOK, http.MethodPut, uri("tags", s.tag), fmt.Sprintf(`{"name": "shared", "resources": [%q]}`, key))
	s.want(http.StatusOK, http.MethodPut, uri("acls", s.acl), `{"name": "acl", "rules": [{"permission": "LIST"}]}`)
	s.wantFriend(http.StatusNotFound, http.MethodGet, uri("keypairs", key), "")
	s.want(http.StatusNoContent, http.MethodDelete, uri("tags", s.tag), "")
	if tags := at(s.get("acls", s.acl), "tags", 0); tags != nil {
		t.Errorf("the ACL shows the tag %v, which is gone", tags)
	}
}
