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
	neutron   neutron
	// chosenID is the identifier that the client chose for the next entity, "" if it did not.
	chosenID string
	keyPairs []*keyPair
	// failures is how many of the next boots end in error.
	failures int
}

// image is a disk image; tenant is "" for those that everybody sees.
type image struct {
	id, name, tenant string
	minimumMemoryMB  int
	// source is the identifier of the instance that it was made of, "" for the others.
	source string
	// due is when it is listed; the zero time is always.
	due time.Time
}

// flavor is a size of instances. Memory is in MB, the disk in GB.
type flavor struct {
	name          string
	cores, memory int
	id            string
	disk          int
	// tooBig: no host has room for it.
	tooBig bool
}

func newNova(options Options) *nova {
	return &nova{
		options: options, random: newRandomness(options.Seed),
		images: images(options.Manner), flavors: flavors(options.Manner),
		lastGroup: 1, floating: map[string]bool{}, neutron: newNeutron(),
	}
}

func images(manner Manner) []*image {
	if manner == MannerOOI {
		return []*image{
			{id: "a5fa8e07-9892-4d79-8693-57d41bfd898d", name: "cirros-0.6.2"},
			{id: "7c975657-1562-41f9-83db-8ddf254c3266", name: `Debian 12 "bookworm" [2024-01-15]`},
		}
	}
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

// imagesOf are the images that the tenant sees.
func (n *nova) imagesOf(tenant string) []*image {
	now := n.options.Now()
	return slices.DeleteFunc(slices.Clone(n.images), func(i *image) bool {
		return i.tenant != "" && i.tenant != tenant || i.due.After(now)
	})
}

func flavors(manner Manner) []*flavor {
	if manner == MannerOOI {
		return []*flavor{
			{name: "m1.tiny", id: "1", cores: 1, memory: 512, disk: 1},
			{name: "m1.small", id: "2", cores: 1, memory: 2048, disk: 20},
			{name: "m1.manycores", id: "8", cores: 500, memory: 512, disk: 1},
			{name: "m1.huge", id: "9", cores: 1, memory: 9000000, disk: 1, tooBig: true},
			{name: "m1.medium", id: "b273908c-37e7-47a0-a86f-019cf5bd7409", cores: 2, memory: 4096, disk: 40},
		}
	}
	return []*flavor{
		{name: "itsy", cores: 1, memory: 128},
		{name: "bitsy", cores: 1, memory: 256},
		{name: "m1.nano", cores: 1, memory: 64},
		{name: "m1.micro", cores: 1, memory: 128},
		{name: "m1.tiny", cores: 1, memory: 512},
		{name: "m1.small", cores: 1, memory: 2048},
		{name: "m1.medium", cores: 2, memory: 4096},
		{name: "m1.large", cores: 4, memory: 8192},
		{name: "m1.xlarge", cores: 8, memory: 16384},
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
	for _, p := range slices.Clone(n.neutron.ports) {
		p.timeline.Advance(now)
	}
}

func (n *nova) due(change Change) time.Time { return n.options.Now().Add(n.options.duration(change)) }

// newID is the identifier of something that a client can name.
func (n *nova) newID() string {
	if id := n.chosenID; id != "" {
		n.chosenID = ""
		return id
	}
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
