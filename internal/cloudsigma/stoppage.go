package cloudsigma

import "sync"

// Stoppage is the time in which a server is stopped for the changes of one caller or of several at once. Who
// has stopped the server leaves its start to the last one, so that many changes cost one stop and one start.
type Stoppage struct {
	all  *stoppages
	uuid string
}

// stoppages are the stoppages of all servers. The zero value is ready.
type stoppages struct {
	mu      sync.Mutex
	servers map[string]*stoppageState
}

type stoppageState struct {
	callers   int
	startOwed bool
}

// JoinStoppage announces a change for which the server may have to be stopped. Call it before Hold, and
// Leave when the change is made or has failed.
func (s *Servers) JoinStoppage(uuid string) *Stoppage {
	all := &s.client.stoppages
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.servers == nil {
		all.servers = map[string]*stoppageState{}
	}
	if all.servers[uuid] == nil {
		all.servers[uuid] = &stoppageState{}
	}
	all.servers[uuid].callers++
	return &Stoppage{all: all, uuid: uuid}
}

// OweStart notes that the caller stops a server that ran.
func (s *Stoppage) OweStart() {
	s.all.mu.Lock()
	defer s.all.mu.Unlock()
	s.all.servers[s.uuid].startOwed = true
}

// Leave ends the caller's part, once. It tells whether the caller has to start the server: it is the last
// one, and one of them has stopped it.
func (s *Stoppage) Leave() (startOwed bool) {
	s.all.mu.Lock()
	defer s.all.mu.Unlock()
	state := s.all.servers[s.uuid]
	if state.callers--; state.callers > 0 {
		return false
	}
	delete(s.all.servers, s.uuid)
	return state.startOwed
}
