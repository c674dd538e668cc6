package emulator

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"time"
)

// LivePorts has emulated machines listen on loopback: each machine gets addresses of its own from 127.0.0.0/8, and opens
// the ports that its user data asks for as long as it runs. So a client that looks whether the services of a machine are up
// finds out by connecting. It needs an operating system that answers for all of 127.0.0.0/8, as Linux does.
//
// User data asks by a comment on a line of its own, in whatever format that user data has:
//
//	# live-ports: 22/ssh, 5000/http after 2s, 8080, 3306 to 127.0.0.1:13306
//
// A port without a service accepts connections and says nothing. "ssh" shows the banner of an SSH server, "http" answers
// 200 to each request, "to" passes connections on to a real server on loopback. "after" opens the port so long after the
// machine is up.
//
// Unlike everything else in an emulated cloud ports do not wait until somebody looks: they open and close with the last
// request that lets a change happen, or by the clock of this machine.
type LivePorts struct {
	mu       sync.Mutex
	machines map[string]*liveMachine
	report   func(error)
}

// LiveMachine is a machine that runs.
type LiveMachine struct {
	// Addresses are those that it listens on.
	Addresses []string
	// UserData is what it was given, after any base64 of the cloud's API.
	UserData []byte
}

// NewLivePorts returns live ports for one cloud. Report is told what cannot be done, such as that a port may not be
// opened; it may be called at any time until Close.
func NewLivePorts(report func(error)) *LivePorts {
	return &LivePorts{machines: map[string]*liveMachine{}, report: report}
}

// Address returns an address of loopback for a machine. They are drawn by lot from millions, so that emulators that run at
// once do not get the same ones.
func (l *LivePorts) Address() string {
	// From 127.1.0.2 on: what is below may be in use, and some programs treat a last byte of 0 or 255 as a network's.
	return fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(254), rand.IntN(256), 2+rand.IntN(250)) //nolint:gosec // They protect nothing.
}

// Sync tells which machines run, by identifiers: these listen, all others of before do not any more.
func (l *LivePorts) Sync(running map[string]LiveMachine) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, machine := range l.machines {
		if _, runs := running[id]; !runs {
			machine.close()
			delete(l.machines, id)
		}
	}
	for id, machine := range running {
		if l.machines[id] == nil {
			l.machines[id] = l.up(machine.UserData)
		}
		l.machines[id].listenOn(machine.Addresses)
	}
}

// Mute has a machine stop answering, until it is restarted. An identifier of none that runs is an error.
func (l *LivePorts) Mute(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	machine := l.machines[id]
	if machine == nil {
		return fmt.Errorf("muting %s: no such machine runs", id)
	}
	machine.close()
	return nil
}

// Close closes all ports.
func (l *LivePorts) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, machine := range l.machines {
		machine.close()
	}
	clear(l.machines)
}

// liveMachine is a machine that runs.
type liveMachine struct {
	report func(error)
	ports  []livePort

	mu        sync.Mutex
	addresses map[string]bool
	timers    []*time.Timer
	// open are the listeners and connections.
	open   map[interface{ Close() error }]bool
	closed bool
}

// up starts a machine that listens nowhere yet.
func (l *LivePorts) up(userData []byte) *liveMachine {
	ports, err := parseLivePorts(userData)
	if err != nil {
		l.report(err)
	}
	return &liveMachine{
		report: l.report, ports: ports, addresses: map[string]bool{}, open: map[interface{ Close() error }]bool{},
	}
}

// listenOn opens the ports on those addresses that the machine does not listen on yet.
func (m *liveMachine) listenOn(addresses []string) {
	for _, address := range addresses {
		if m.addresses[address] || address == "" {
			continue
		}
		m.addresses[address] = true
		for _, port := range m.ports {
			if port.after == 0 {
				m.listen(address, port)
				continue
			}
			m.mu.Lock()
			m.timers = append(m.timers, time.AfterFunc(port.after, func() { m.listen(address, port) }))
			m.mu.Unlock()
		}
	}
}

func (m *liveMachine) listen(address string, port livePort) {
	at := net.JoinHostPort(address, strconv.Itoa(int(port.number)))
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", at)
	if err != nil {
		m.report(fmt.Errorf("opening a live port: %w", err))
		return
	}
	if !m.keep(listener) {
		return
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				if !errors.Is(err, net.ErrClosed) {
					m.report(fmt.Errorf("serving a live port: %w", err))
				}
				return
			}
			if m.keep(connection) {
				go func() {
					port.serve(connection)
					m.drop(connection)
				}()
			}
		}
	}()
}

// keep notes what is to be closed with the machine. If that is closed already it is closed at once.
func (m *liveMachine) keep(opened interface{ Close() error }) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		_ = opened.Close()
		return false
	}
	m.open[opened] = true
	return true
}

func (m *liveMachine) drop(opened interface{ Close() error }) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.open, opened)
	_ = opened.Close()
}

func (m *liveMachine) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	for _, timer := range m.timers {
		timer.Stop()
	}
	for opened := range m.open {
		_ = opened.Close()
	}
	clear(m.open)
}
