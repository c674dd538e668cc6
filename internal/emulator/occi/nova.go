package occi

import (
	"fmt"
	"slices"
	"time"
)

// nova is the cloud behind the OCCI interface. It is guarded by the lock of Cloud.
type nova struct {
	options Options
	random  randomness
	images  []*image
	flavors []*flavor
	// instances and volumes are in the order of their creation.
	instances []*instance
	volumes   []*volume
	groups    []*securityGroup
	lastGroup int
	floating  map[string]bool
	// failures is how many of the next boots end in error.
	failures int
}

// image is a disk image; tenant is "" for those that everybody sees.
type image struct {
	id, name, tenant string
	minimumMemoryMB  int
}

type flavor struct {
	name          string
	cores, memory int // memory in MB
}

func newNova(options Options) *nova {
	return &nova{
		options: options, random: newRandomness(options.Seed),
		images: images(options.Manner), flavors: flavors(),
		lastGroup: 1, floating: map[string]bool{},
	}
}

func images(manner Manner) []*image {
	all := []*image{
		{id: "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11", name: "cirros-0.3.0-x86_64-uec"},
		{id: "c4f7a9d0-2e58-4d8b-a1b5-60f3e7c2d844", name: "SmartOS"},
	}
	if manner == MannerOcciOS {
		return append(all,
			&image{id: "e7b3d2c1-5f60-4e92-8c7d-14a9b0e6f355", name: "Ubuntu Server 12.04 LTS", minimumMemoryMB: 512},
			&image{id: "a2d4c6e8-1b35-4796-bd08-f2e4d6c8a066", name: "Debian 7.2, amd64 (netinst)"})
	}
	// In the guide manner names are terms, so they have neither blanks nor commas.
	return append(all, &image{id: "e7b3d2c1-5f60-4e92-8c7d-14a9b0e6f355", name: "ubuntu"},
		&image{id: "a2d4c6e8-1b35-4796-bd08-f2e4d6c8a066", name: "debian-7.2"})
}

func flavors() []*flavor {
	return []*flavor{
		{"itsy", 1, 128},
		{"bitsy", 1, 256},
		{"m1.nano", 1, 64},
		{"m1.micro", 1, 128},
		{"m1.tiny", 1, 512},
		{"m1.small", 1, 2048},
		{"m1.medium", 2, 4096},
		{"m1.large", 4, 8192},
		{"m1.xlarge", 8, 16384},
	}
}

func (n *nova) flavor(name string) *flavor {
	for _, f := range n.flavors {
		if f.name == name {
			return f
		}
	}
	return nil
}

// advance lets everything happen that is due.
func (n *nova) advance() {
	now := n.options.Now()
	for _, i := range slices.Clone(n.instances) {
		i.timeline.Advance(now)
	}
	for _, v := range slices.Clone(n.volumes) {
		v.timeline.Advance(now)
	}
}

func (n *nova) due(change Change) time.Time { return n.options.Now().Add(n.options.duration(change)) }

// newID is the identifier of something that a client can name.
func (n *nova) newID() string {
	if n.options.NewID != nil {
		return n.options.NewID()
	}
	return n.uuid()
}

func (n *nova) uuid() string {
	high, low := n.random.Uint64(), n.random.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		high>>32, high>>16&0xffff, high&0xfff, low>>48&0x3fff|0x8000, low&0xffffffffffff)
}

// instance is the tenant's instance, nil if there is none.
func (n *nova) instance(tenant, id string) *instance {
	for _, i := range n.instances {
		if i.id == id && i.tenant == tenant {
			return i
		}
	}
	return nil
}

// volume is the tenant's volume, nil if there is none.
func (n *nova) volume(tenant, id string) *volume {
	for _, v := range n.volumes {
		if v.id == id && v.tenant == tenant {
			return v
		}
	}
	return nil
}
