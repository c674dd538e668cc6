package keystone

import "net/http"

type versionDocument struct {
	ID         string      `json:"id"`
	Status     string      `json:"status"`
	Updated    string      `json:"updated"`
	Links      []link      `json:"links"`
	MediaTypes []mediaType `json:"media-types"`
}

type link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
}

type mediaType struct {
	Base string `json:"base"`
	Type string `json:"type"`
}

func versionOf(r *http.Request, version string) versionDocument {
	document := versionDocument{
		ID: "v3.14", Status: "stable", Updated: "2020-04-07T00:00:00Z",
		Links:      []link{{Rel: "self", Href: origin(r) + "/" + version + "/"}},
		MediaTypes: []mediaType{{Base: "application/json", Type: "application/vnd.openstack.identity-v3+json"}},
	}
	if version == V2 {
		document.ID, document.Updated = V2, "2014-04-17T00:00:00Z"
		document.MediaTypes[0].Type = "application/vnd.openstack.identity-v2.0+json"
	}
	return document
}

// listVersions answers 300 with a body, and a Location that is not to be followed [001].
func (c *Cloud) listVersions(w http.ResponseWriter, r *http.Request) {
	values := []versionDocument{}
	for _, version := range c.options.Versions {
		values = append(values, versionOf(r, version))
	}
	if len(values) > 0 {
		w.Header().Set("Location", values[len(values)-1].Links[0].Href)
	}
	answer(w, http.StatusMultipleChoices, map[string]any{"versions": map[string]any{"values": values}})
}

func showVersion(version string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, map[string]any{"version": versionOf(r, version)})
	}
}
