package occi

import (
	"net/http"
	"strings"
	"testing"
)

// What the README of the captures says of occi-os beyond the captures themselves.

func TestDeleteOfLingeringComputeSucceeds(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	vm := s.compute()
	s.must(http.MethodDelete, vm)
	s.seconds(0.5)
	s.must(http.MethodDelete, vm)
	s.seconds(0.5)
	s.refused(http.StatusNotFound, "", http.MethodGet, vm)
}

func TestComputeWithAttachingVolumeCannotBeDeleted(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	vm, volume := s.compute(), s.storage()
	s.seconds(1)
	s.link(vm, volume)
	s.refused(http.StatusBadRequest, "must be attached", http.MethodDelete, vm)
	s.seconds(1)
	s.must(http.MethodDelete, vm)
	s.seconds(1)
	s.must(http.MethodDelete, volume)
}

func TestUpdatesThatDoNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	vm, volume := s.compute(), s.storage()
	s.seconds(1)
	link := s.link(vm, volume)
	s.must(http.MethodPost, "/-/", newGroupLine)
	rule := s.must(http.MethodPost, "/network/security/rule/", ruleLine, groupLine, attribute(protocolAttribute, "tcp"),
		attribute(toAttribute, "22"), attribute(rangeAttribute, "0.0.0.0/0"))
	s.refused(http.StatusBadRequest, "Both occi.core.[source, target]", http.MethodPost, link, attribute(deviceAttribute, "/dev/vdd"))
	s.must(http.MethodPost, rule, attribute(toAttribute, "23"))
	s.must(http.MethodPut, rule, ruleLine, groupLine, attribute(toAttribute, "23"))
	s.shows(rule, toAttribute, "22")
	s.refused(http.StatusBadRequest, "no applicable", http.MethodPost, volume+"?action=online", actionLine(storageActionScheme, "online"))
}

func TestQueryWithoutValueIsAnUpdate(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	vm := s.compute()
	s.refused(http.StatusBadRequest, "Unrecognized mixin", http.MethodPost, vm+"?action", actionLine(computeActionScheme, "stop"))
}

func TestTrailingBlanksAreCut(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	s.shows(s.storage(attribute("occi.core.title", "data  ")), "occi.core.title", "data")
}

func TestRuleUsesToForBothPorts(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	s.must(http.MethodPost, "/-/", newGroupLine)
	rule := s.must(http.MethodPost, "/network/security/rule/", ruleLine, groupLine, attribute(protocolAttribute, "tcp"),
		attribute(fromAttribute, "80"), attribute(toAttribute, "90"), attribute(rangeAttribute, "0.0.0.0/0"))
	s.shows(rule, fromAttribute, "80")
	if record, _ := s.cloud.Rule(rule); record.FromPort != 90 || record.ToPort != 90 {
		t.Errorf("ports are %d to %d, want 90 to 90", record.FromPort, record.ToPort)
	}
}

func TestLinkHasTwoIdentitiesUntilItsComputeIsShown(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	vm, volume := s.compute(), s.storage()
	s.seconds(1)
	link := s.link(vm, volume)
	if body := s.must(http.MethodGet, link); strings.Contains(body, `occi.core.id="`+link) {
		t.Errorf("the link shows its path too early:\n%s", body)
	}
	s.must(http.MethodGet, vm)
	s.shows(link, "occi.core.id", link)
}
