package cloudsigma

import (
	"net/http"
	"slices"
)

// hostAvoiding chooses the host of a server that starts: the one whose servers are the furthest behind in the list
// of those to avoid, or not in it. That entities which do not exist are overlooked is not documented.
func (c *Cloud) hostAvoiding(avoid []string) int {
	chosen, best := 0, -1
	for host := range c.options.Hosts {
		rank := slices.IndexFunc(avoid, func(id string) bool {
			s := c.servers.get(id)
			return s != nil && s.Status != serverStopped && s.Host == host
		})
		if rank < 0 {
			rank = len(avoid)
		}
		if rank > best {
			chosen, best = host, rank
		}
	}
	return chosen
}

// serverGroups tells which running servers share a host: all groups, or that of one server
// (availability_groups.rst).
func (c *Cloud) serverGroups(request call, ids []string) (answer, error) {
	if request.method != http.MethodGet {
		return answer{}, methodNotAllowed([]string{http.MethodGet})
	}
	byHost := make([][]string, c.options.Hosts)
	for _, s := range c.servers.all() {
		if s.Owner == request.account.user && s.Status == serverRunning {
			byHost[s.Host] = append(byHost[s.Host], s.UUID)
		}
	}
	if len(ids) == 0 {
		groups := slices.DeleteFunc(byHost, func(group []string) bool { return len(group) == 0 })
		return answer{status: http.StatusOK, body: groups}, nil
	}
	s := c.servers.get(ids[0])
	if s == nil || s.Owner != request.account.user || len(ids) > 1 {
		return answer{}, notFound()
	}
	group := []string{}
	if s.Status == serverRunning {
		group = byHost[s.Host]
	}
	return answer{status: http.StatusOK, body: group}, nil
}
