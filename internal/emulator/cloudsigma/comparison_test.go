package cloudsigma

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// laterMembers returns, by collection, the members that the schemas or clients of the API know though
// the older samples lack them, as paths.
func laterMembers(t *testing.T) map[string]map[string]bool {
	t.Helper()
	members := map[string]map[string]bool{}
	for collection, file := range map[string]string{
		"servers": "server", "drives": "drive", "libdrives": "libdrive", "profile": "profile",
	} {
		members[collection] = map[string]bool{}
		_, body := readDump(t, "response_"+file+"_schema")
		var schema object
		if err := json.Unmarshal([]byte(body), &schema); err != nil {
			t.Fatal(err)
		}
		collectMembers(members[collection], "", schema["fields"])
	}
	// Described on the page of the capabilities, for locations that have them.
	members["capabilities"] = map[string]bool{"gpus": true, "epc": true}
	// Dropped from the documentation with the page on firewall policies, but still answered.
	members["servers"]["nics.firewall_policy"] = true
	for _, name := range []string{
		"cloud_init_service", "created_at", "default_auth_method", "default_pass", "default_user", "deprecated", "remote_snapshots",
	} {
		// Read by the official SDK.
		members["libdrives"][name] = true
	}
	// A clone from the library is a drive, and so is one of a snapshot.
	maps.Copy(members["libdrives"], members["drives"])
	members["snapshots"], members["remotesnapshots"] = members["drives"], members["drives"]
	return members
}

func collectMembers(into map[string]bool, prefix string, fields any) {
	members, _ := fields.(object)
	for name, field := range members {
		into[prefix+name] = true
		collectMembers(into, prefix+name+".", at(field, "fields"))
	}
}

// comparison compares the form of an answer with that of a sample: the same members of the same types,
// and the same words where the answer is determined.
type comparison struct {
	extras   map[string]bool
	exact    bool
	problems []string
}

// words are the members whose values have to be those of the sample.
var words = []string{"action", "result", "status", "interface_type", "conf", "operation", "state", "model"}

func (c *comparison) compare(path string, want, got any) {
	// What is null in a sample may be anything at another time.
	if want == nil {
		return
	}
	switch want := want.(type) {
	case object:
		c.compareObjects(path, want, got)
	case []any:
		c.compareLists(path, want, got)
	default:
		if fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got) {
			c.report(path, "is a %T, want a %T", got, want)
			return
		}
		if name := path[strings.LastIndexByte(path, '.')+1:]; slices.Contains(words, name) && want != got {
			c.report(path, "is %v, want %v", got, want)
		}
	}
}

func (c *comparison) compareObjects(path string, want object, got any) {
	members, ok := got.(object)
	if !ok {
		c.report(path, "is %v, want an object", got)
		return
	}
	if path == "meta" && want["total_count"] == nil {
		return // Made by users.
	}
	if want["meta"] != nil && at(want, "meta", "total_count") != nil {
		c.compare("page", want["meta"], members["meta"])
		c.compare(path, want["objects"], members["objects"])
		return
	}
	if objects, wrapped := want["objects"]; wrapped {
		c.compare(path, objects, members["objects"])
		return
	}
	prefix := path
	if path != "" {
		prefix += "."
	}
	if slices.Contains([]string{"drives", "hosts", "usage", "current", "next"}, path) {
		// The capabilities and what there is to buy differ by location: what is there has to look the same.
		want, members = common(want, members), common(members, want)
	}
	for name, value := range want {
		if _, known := members[name]; !known {
			c.report(prefix+name, "is missing")
			continue
		}
		c.compare(prefix+name, value, members[name])
	}
	for name := range members {
		if _, known := want[name]; !known && (c.exact || !c.extras[prefix+name]) {
			c.report(prefix+name, "is not in the sample")
		}
	}
}

func common(want, got object) object {
	if want["dssd"] == nil && want["amd"] == nil {
		return want
	}
	both := object{}
	for name, value := range want {
		if got[name] != nil {
			both[name] = value
		}
	}
	return both
}

// compareLists wants each element to look like one of the sample's.
func (c *comparison) compareLists(path string, want []any, got any) {
	elements, ok := got.([]any)
	if !ok || len(elements) == 0 && len(want) > 0 {
		c.report(path, "is %v, want a list like %v", got, want)
		return
	}
	if len(want) == 0 {
		return
	}
	for _, element := range elements {
		var best []string
		for i, example := range want {
			try := comparison{extras: c.extras, exact: c.exact}
			try.compare(path, example, element)
			if i == 0 || len(try.problems) < len(best) {
				best = try.problems
			}
		}
		c.problems = append(c.problems, best...)
	}
}

// compareEchoes wants the answer to repeat what the sample repeats of its request.
func (c *comparison) compareEchoes(path string, sent, want, got any) {
	switch sent := sent.(type) {
	case object:
		for name, value := range sent {
			if !slices.Contains(foreign, name) {
				c.compareEchoes(path+"."+name, value, at(want, name), at(got, name))
			}
		}
	case []any:
		for i, element := range sent {
			c.compareEchoes(fmt.Sprintf("%s.%d", path, i), element, at(want, i), at(got, i))
		}
	default:
		if sent != nil && sent == want && want != got {
			c.report(path, "is %v, want %v as sent", got, want)
		}
	}
}

// foreign are the members of requests that name the account of the documentation.
var foreign = append([]string{"owner"}, fixedInProfile...)

func (c *comparison) report(path, format string, args ...any) {
	c.problems = append(c.problems, path+": "+fmt.Sprintf(format, args...))
}
