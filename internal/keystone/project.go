package keystone

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gophercloud/gophercloud/v2"
)

// project is a project of v3 or a tenant of v2.0.
type project struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// onlyProject returns the project of a user who has one: a token that is for none is good for nothing but
// to list them, at "auth/projects" (v3) or "tenants" (v2.0). With several, the user must choose: their order
// is Keystone's.
func onlyProject(
	ctx context.Context, identity *gophercloud.ServiceClient, list string, unscoped *token,
) (project, error) {
	var document struct {
		Projects []project `json:"projects"`
		Tenants  []project `json:"tenants"`
	}
	response, err := identity.Get(ctx, identity.ServiceURL(list), &document, &gophercloud.RequestOpts{
		MoreHeaders: map[string]string{authHeader: string(unscoped.id)},
	})
	if err != nil {
		return project{}, clean("listing the projects at "+identity.Endpoint, err, unscoped.id)
	}
	_ = response.Body.Close()
	available := append(document.Projects, document.Tenants...)
	switch len(available) {
	case 0:
		return project{}, errors.New("the user has no project here")
	case 1:
		return available[0], nil
	}
	names := make([]string, len(available))
	for i, found := range available {
		names[i] = fmt.Sprintf("%s (%s)", found.Name, found.ID)
	}
	return project{}, fmt.Errorf("the user has several projects, configure one of them: %s", strings.Join(names, ", "))
}
