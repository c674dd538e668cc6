package occi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

const queryInterface = `
Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; title="Compute Resource"; location="http://localhost:8787/compute/"
Category: os_tpl; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="mixin"; location="http://localhost:8787/os_tpl/"
Category: c4f7; scheme="http://schemas.openstack.org/template/os#"; class="mixin"; title="Image: SmartOS"; rel="http://schemas.ogf.org/occi/infrastructure#os_tpl"; location="http://localhost:8787/c4f7/"
Category: stop; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"; class="action"; title="Stop a compute resource"; attributes="method"`

func TestQueryInterface(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, answers(http.StatusOK, queryInterface, "Server", "pyssf OCCI/1.1"))
	client := cloud.client(t, "/", "auto")

	types, err := client.QueryInterface(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	compute, found := types.Kind(occi.TypeID{Scheme: schemeInfrastructure, Term: "compute"})
	if !found || compute.Location != "/compute/" {
		t.Errorf("compute is at %q", compute.Location)
	}

	stop, found := types.Action(occi.TypeID{Scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#", Term: "stop"})
	if !found || len(stop.Attributes) != 1 || stop.Attributes[0].Name != "method" {
		t.Errorf("stop has the attributes %v", stop.Attributes)
	}

	templates := types.MixinsRelatedTo(osTemplate())
	if len(templates) != 1 || templates[0].Term != "c4f7" {
		t.Errorf("the templates are %v", templates)
	}

	if _, found := types.Mixin(osTemplate()); !found {
		t.Error("os_tpl is missing")
	}

	if _, found := types.Kind(osTemplate()); found {
		t.Error("os_tpl is a kind")
	}

	if diff := cmp.Diff([]sent{{Method: "GET", Target: "/-/", Accept: "text/plain"}}, cloud.log()); diff != "" {
		t.Errorf("-want +sent:\n%s", diff)
	}
}

func TestQueryInterfaceAtTheWellKnownPath(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/-/" {
			http.NotFound(w, r)

			return
		}

		answers(http.StatusOK, queryInterface)(w, r)
	})
	if _, err := cloud.client(t, "/", "auto").QueryInterface(t.Context()); err != nil {
		t.Fatal(err)
	}

	if requests := cloud.log(); len(requests) != 2 || requests[1].Target != "/.well-known/org/ogf/occi/-/" {
		t.Errorf("sent %v", requests)
	}
}

func TestQueryInterfaceIsFetchedOnce(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, answers(http.StatusOK, queryInterface))
	client := cloud.client(t, "/", "auto")

	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			if _, err := client.QueryInterface(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}

	callers.Wait()

	if requests := cloud.log(); len(requests) != 1 {
		t.Errorf("fetched %d times", len(requests))
	}

	if _, err := client.RefreshQueryInterface(t.Context()); err != nil {
		t.Fatal(err)
	}

	if requests := cloud.log(); len(requests) != 2 {
		t.Errorf("fetched %d times after a refresh", len(requests))
	}
}

func TestQueryInterfaceFailuresAreNotKept(t *testing.T) {
	t.Parallel()

	var fetches atomic.Int32

	cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if fetches.Add(1) == 1 {
			w.WriteHeader(http.StatusInternalServerError)

			return
		}

		answers(http.StatusOK, queryInterface)(w, r)
	})
	client := cloud.client(t, "/", "auto")

	if _, err := client.QueryInterface(t.Context()); !occi.HasStatus(err, http.StatusInternalServerError) {
		t.Errorf("got error %v", err)
	}

	if _, err := client.QueryInterface(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestQueryInterfaceOutlivesACancelledCaller(t *testing.T) {
	t.Parallel()

	asked, release := make(chan struct{}), make(chan struct{})
	cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		close(asked) // panics if there is a second request
		<-release
		answers(http.StatusOK, queryInterface)(w, r)
	})
	client := cloud.client(t, "/", "auto")
	impatient, cancel := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan error, 1)

	go func() {
		_, err := client.QueryInterface(impatient)
		first <- err
	}()
	<-asked

	go func() {
		_, err := client.QueryInterface(t.Context())
		second <- err
	}()
	cancel()

	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the impatient caller got error %v", err)
	}

	close(release)

	if err := <-second; err != nil {
		t.Errorf("the patient caller got error %v", err)
	}
}

// TestAnOldAnswerDoesNotReplaceANewer: a fetch that began before a refresh but ends after it is older.
func TestAnOldAnswerDoesNotReplaceANewer(t *testing.T) {
	t.Parallel()

	var fetches atomic.Int32

	asked, release := make(chan struct{}), make(chan struct{})
	cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		fetch := fetches.Add(1)
		if fetch == 1 {
			close(asked)
			<-release
		}

		answers(http.StatusOK, fmt.Sprintf("%s\nCategory: fetch%d; scheme=\"http://a#\"; class=\"mixin\"", queryInterface, fetch))(w, r)
	})
	client := cloud.client(t, "/", "auto")
	done := make(chan error, 1)

	go func() {
		_, err := client.QueryInterface(t.Context())
		done <- err
	}()
	<-asked

	if _, err := client.RefreshQueryInterface(t.Context()); err != nil {
		t.Fatal(err)
	}

	close(release)

	if err := <-done; err != nil {
		t.Fatal(err)
	}

	types, err := client.QueryInterface(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	if _, found := types.Mixin(occi.TypeID{Scheme: "http://a#", Term: "fetch2"}); !found {
		t.Error("the older answer was kept")
	}
}

func TestQueryInterfaceWithoutKinds(t *testing.T) {
	t.Parallel()

	if _, err := newServer(t, answers(http.StatusOK, "OK")).client(t, "/", "auto").QueryInterface(t.Context()); err == nil {
		t.Error("an answer without types is no error")
	}
}
