package cloudsigmaserver_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// runningServer makes a server that runs and returns its UUID.
func runningServer(t *testing.T, account *acctest.CloudSigma, client *cloudsigma.Client) string {
	t.Helper()
	server, err := client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "web", CPU: 2000, Memory: 1 << 30, VNCPassword: "t0p-5ecret",
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := account.Cloud.SetServerStatus(server.UUID, cloudsigma.ServerRunning); err != nil {
		t.Fatal(err)
	}
	account.Server.Log.Reset()
	return server.UUID
}

// moreMemory is a change that adds to the memory; wanted is the memory it is done at.
func moreMemory(client *cloudsigma.Client, id string) cloudsigmaserver.OfflineChange {
	before := int64(0)
	return cloudsigmaserver.OfflineChange{
		Outage: cloudsigmaserver.Outage{Client: client, Server: id, MayStop: true},
		Apply: func(definition *cloudsigma.ServerDefinition) error {
			before = definition.Memory
			definition.Memory += 1 << 20
			return nil
		},
		Done: func(definition *cloudsigma.ServerDefinition) bool { return before > 0 && definition.Memory > before },
	}
}

func actions(account *acctest.CloudSigma) (found []string) {
	for _, request := range account.Server.Log.Matching("POST", "/action/$") {
		found = append(found, request.Query)
	}
	return found
}

// TestOfflineChangesShareAStop makes ten changes of a server that runs, of which one fails. Another caller's part
// keeps the stoppage open until all of them are done, so that the number of stops does not depend on their timing.
func TestOfflineChangesShareAStop(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	client := account.Client(t, nil)
	id := runningServer(t, account, client)
	stoppage := client.Servers.JoinStoppage(id)
	var all sync.WaitGroup
	failure := errors.New("no")
	for i := range 10 {
		all.Go(func() {
			change := moreMemory(client, id)
			if i == 5 {
				change.Apply = func(*cloudsigma.ServerDefinition) error { return failure }
			}
			if _, err := change.Make(t.Context()); (i == 5) != errors.Is(err, failure) {
				t.Errorf("change %d: %v", i, err)
			}
		})
	}
	all.Wait()
	if !stoppage.Leave() {
		t.Error("the last one does not have to start the server")
	}
	server, _ := account.Cloud.Server(id)
	if want := int64(1<<30 + 9<<20); server.Memory != want {
		t.Errorf("the memory is %d, want %d", server.Memory, want)
	}
	if got := actions(account); !slices.Equal(got, []string{"do=stop"}) {
		t.Errorf("the actions are %v", got)
	}
}

// TestOfflineChangeEnds proves how a single change leaves a server that ran.
func TestOfflineChangeEnds(t *testing.T) {
	t.Parallel()
	failure := errors.New("no")
	stopAndStart := []string{"do=stop", "do=start"}
	for name, test := range map[string]struct {
		prepare func(change *cloudsigmaserver.OfflineChange, cancel context.CancelFunc)
		actions []string
		message string
	}{
		"made":        {func(*cloudsigmaserver.OfflineChange, context.CancelFunc) {}, stopAndStart, ""},
		"not allowed": {func(change *cloudsigmaserver.OfflineChange, _ context.CancelFunc) { change.MayStop = false }, nil, "stop_for_update"},
		"refused": {func(change *cloudsigmaserver.OfflineChange, _ context.CancelFunc) {
			change.Refuse = func(*cloudsigma.ServerDefinition) error { return failure }
		}, nil, "no"},
		"not needed": {func(change *cloudsigmaserver.OfflineChange, _ context.CancelFunc) {
			change.Done = func(*cloudsigma.ServerDefinition) bool { return true }
		}, nil, ""},
		"failed": {func(change *cloudsigmaserver.OfflineChange, _ context.CancelFunc) {
			change.Apply = func(*cloudsigma.ServerDefinition) error { return failure }
		}, stopAndStart, "no"},
		"ignored by the cloud": {func(change *cloudsigmaserver.OfflineChange, _ context.CancelFunc) {
			change.Done = func(*cloudsigma.ServerDefinition) bool { return false }
		}, stopAndStart, "has accepted the change"},
		"cancelled": {func(change *cloudsigmaserver.OfflineChange, cancel context.CancelFunc) {
			change.Apply = func(*cloudsigma.ServerDefinition) error {
				cancel()
				return context.Canceled
			}
		}, stopAndStart, "context canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := acctest.EmulateCloudSigma(t, emulated.Options{})
			client := account.Client(t, nil)
			id := runningServer(t, account, client)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			change := moreMemory(client, id)
			test.prepare(&change, cancel)
			_, err := change.Make(ctx)
			if test.message == "" && err != nil || test.message != "" && !strings.Contains(fmt.Sprint(err), test.message) {
				t.Errorf("the error is %v, want %q", err, test.message)
			}
			if got := actions(account); !slices.Equal(got, test.actions) {
				t.Errorf("the actions are %v, want %v", got, test.actions)
			}
		})
	}
}

// TestOfflineChangeIsMadeAgain has somebody else disturb a change once, which is then made all the same.
func TestOfflineChangeIsMadeAgain(t *testing.T) {
	t.Parallel()
	const want = 2 << 30
	for name, test := range map[string]struct {
		// written is called before the change is written, and answered when that is done.
		written, answered func(*acctest.CloudSigma, *cloudsigma.Client, string) error
		actions           []string
	}{
		"the server is started before it is written": {
			written: func(account *acctest.CloudSigma, _ *cloudsigma.Client, id string) error {
				return account.Cloud.SetServerStatus(id, cloudsigma.ServerRunning)
			},
			actions: []string{"do=stop", "do=stop", "do=start"},
		},
		"it is written over": {
			answered: func(_ *acctest.CloudSigma, other *cloudsigma.Client, id string) error {
				_, err := other.Servers.Edit(context.Background(), id, func(definition *cloudsigma.ServerDefinition) error {
					definition.Memory = 1 << 30
					return nil
				})
				return err
			},
			actions: []string{"do=stop", "do=start", "do=stop", "do=start"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := acctest.EmulateCloudSigma(t, emulated.Options{})
			client, other := account.Client(t, nil), account.Client(t, nil)
			id := runningServer(t, account, client)
			once := func(disturb func(*acctest.CloudSigma, *cloudsigma.Client, string) error) func() {
				return sync.OnceFunc(func() {
					if disturb == nil {
						return
					}
					if err := disturb(account, other, id); err != nil {
						t.Error(err)
					}
				})
			}
			written, answered := once(test.written), once(test.answered)
			change := moreMemory(client, id)
			change.Apply = func(definition *cloudsigma.ServerDefinition) error {
				definition.Memory = want
				written()
				return nil
			}
			change.Done = func(definition *cloudsigma.ServerDefinition) bool {
				if definition.Memory != want {
					return false
				}
				answered()
				return true
			}
			made, err := change.Make(t.Context())
			if err != nil || made.Definition.Memory != want || made.Status != cloudsigma.ServerRunning {
				t.Errorf("%+v, %v", made, err)
			}
			if got := actions(account); !slices.Equal(got, test.actions) {
				t.Errorf("the actions are %v, want %v", got, test.actions)
			}
		})
	}
}
