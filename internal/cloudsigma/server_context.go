package cloudsigma

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
)

// Members of a server, a drive and an address that the context of a server lacks: by the documentation
// owner, subscriptions, status and runtime, and by its samples also these.
var notInContext = []string{
	"context", "created_at", "grantees", "jobs", "mounted_on", "owner", "permissions", "remote_snapshots", "resource_uri",
	"runtime", "server", "snapshots", "status", "subscription", "subscriptions",
}

// ServerContext returns what a server finds out about itself on its second serial port, put together from
// what the API shows: its definition, with the definitions of its drives and addresses, and the global
// context. See https://docs.cloudsigma.com/en/latest/server_context.html. Numbers in it are json.Number.
func (c *Client) ServerContext(ctx context.Context, uuid string) (map[string]any, error) {
	server, err := c.readObject(ctx, "server", "servers/", uuid)
	if err != nil {
		return nil, err
	}
	for _, attachment := range objects(server["drives"]) {
		delete(attachment, "runtime")
		if err := c.expand(ctx, attachment, "drive", "drive", "drives/"); err != nil {
			return nil, err
		}
	}
	for _, nic := range objects(server["nics"]) {
		if err := c.expandNIC(ctx, nic); err != nil {
			return nil, err
		}
	}
	global, err := c.GlobalContext(ctx)
	if err != nil {
		return nil, err
	}
	shown := withoutMembers(server)
	shown["global_context"] = global
	return shown, nil
}

// expandNIC shows the address that the NIC has, also one that it was given by DHCP.
func (c *Client) expandNIC(ctx context.Context, nic map[string]any) error {
	runtime, _ := nic["runtime"].(map[string]any)
	delete(nic, "runtime")
	for version, configured := range map[string]string{"ip_v4": "ip_v4_conf", "ip_v6": "ip_v6_conf"} {
		configuration, ok := nic[configured].(map[string]any)
		if !ok {
			continue
		}
		if address := runtime[version]; address != nil && configuration["ip"] == nil {
			configuration["ip"] = address
		}
		if err := c.expand(ctx, configuration, "ip", "IP address", "ips/"); err != nil {
			return err
		}
	}
	return nil
}

// expand replaces the reference to an entity by its definition.
func (c *Client) expand(ctx context.Context, holder map[string]any, member, entity, collection string) error {
	reference, ok := holder[member].(map[string]any)
	if !ok {
		return nil
	}
	uuid, _ := reference["uuid"].(string)
	found, err := c.readObject(ctx, entity, collection, uuid)
	if err != nil {
		return err
	}
	holder[member] = withoutMembers(found)
	return nil
}

// readObject returns an entity with all members the server has for it.
func (c *Client) readObject(ctx context.Context, entity, collection, uuid string) (map[string]any, error) {
	path, err := entityPath(collection, uuid)
	if err != nil {
		return nil, err
	}
	raw, err := receive[json.RawMessage](ctx, c, call{
		operation: "read", entity: entity + " " + uuid, method: http.MethodGet, path: path,
	})
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(*raw))
	decoder.UseNumber()
	var members map[string]any
	err = decoder.Decode(&members)
	return members, err
}

func withoutMembers(whole map[string]any) map[string]any {
	part := maps.Clone(whole)
	maps.DeleteFunc(part, func(name string, _ any) bool { return slices.Contains(notInContext, name) })
	return part
}

// objects are the objects in a list.
func objects(list any) []map[string]any {
	elements, _ := list.([]any)
	var found []map[string]any
	for _, element := range elements {
		if object, ok := element.(map[string]any); ok {
			found = append(found, object)
		}
	}
	return found
}
