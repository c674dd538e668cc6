package ovf

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The resource types that are read (CIM_ResourceAllocationSettingData.ResourceType). 15 and 16 are CD and DVD
// drives, 5 to 9 and 20 controllers.
const (
	typeProcessor = "3"
	typeMemory    = "4"
	typeEthernet  = "10"
	typeDisk      = "17"
)

// of are the items of a configuration, in the order of the file. One that names the configuration takes the place
// of the general one with its identifier. Items that bound another one (ovf:bound) are no hardware of their own.
func (h *hardware) of(configuration string) []located[item] {
	all := slices.Concat(h.Items, h.Storage, h.Interfaces)
	inConfiguration := func(i item) bool { return slices.Contains(strings.Fields(i.Configurations), configuration) }
	special := map[string]bool{}
	for _, found := range all {
		if inConfiguration(found.value) && !found.value.bounds() {
			special[found.value.InstanceID] = true
		}
	}
	return slices.DeleteFunc(all, func(found located[item]) bool {
		general := found.value.Configurations == "" && !special[found.value.InstanceID]
		return found.value.bounds() || !general && !inConfiguration(found.value)
	})
}

// bounds tells an item that says between which values the quantity of another one may be.
func (i *item) bounds() bool { return i.Bound == "min" || i.Bound == "max" }

// addHardware adds what an item stands for to the machine.
func (d *document) addHardware(system *System, found item) error {
	switch tidy(found.Type) {
	case typeProcessor:
		number, err := quantityOf(found.Quantity, processorBits)
		if err != nil {
			return fmt.Errorf("the number of processors: %w", err)
		}
		system.Cores += number
	case typeMemory:
		size, err := bytesOf(found.Quantity, found.Units)
		if err != nil {
			return fmt.Errorf("the size of the memory: %w", err)
		}
		system.MemoryBytes += size
	case typeEthernet:
		system.Interfaces = append(system.Interfaces, Interface{
			Name: tidy(found.Name), Network: tidy(found.Connection), Model: tidy(found.Subtype),
		})
	case typeDisk:
		made, err := d.disk(tidy(found.HostResource))
		if err != nil {
			return err
		}
		made.Name = tidy(found.Name)
		system.Disks = append(system.Disks, made)
	}
	return nil
}

// disk follows a reference such as ovf:/disk/vmdisk1 or ovf:/file/file1. Older files have two slashes.
func (d *document) disk(reference string) (Disk, error) {
	kind, id, _ := strings.Cut(strings.TrimLeft(strings.TrimPrefix(reference, "ovf:"), "/"), "/")
	switch {
	case kind == "file":
		href, err := d.href(id)
		return Disk{ID: id, Href: href}, err
	case kind != "disk":
		return Disk{}, fmt.Errorf("the disk refers to %q, not to ovf:/disk/ or ovf:/file/", reference)
	}
	index := slices.IndexFunc(d.Disks, func(known located[disk]) bool { return known.value.ID == id })
	if index < 0 {
		return Disk{}, fmt.Errorf("it refers to the disk %q, which is not in the DiskSection", id)
	}
	found, line := d.Disks[index].value, d.Disks[index].line
	units := found.Units
	if units == "" {
		units = "byte" // DSP0243, 9.1.
	}
	capacity, err := bytesOf(found.Capacity, units)
	if err != nil {
		return Disk{}, fmt.Errorf("the capacity of the disk %q in line %d: %w", id, line, err)
	}
	made := Disk{ID: id, CapacityBytes: capacity, Format: found.Format}
	if found.FileID != "" {
		if made.Href, err = d.href(found.FileID); err != nil {
			return Disk{}, fmt.Errorf("the disk %q in line %d: %w", id, line, err)
		}
	}
	return made, nil
}

// href is the name of a file.
func (d *document) href(id string) (string, error) {
	for _, known := range d.Files {
		if known.value.ID == id && known.value.Href != "" {
			return known.value.Href, nil
		}
	}
	return "", errors.New("it refers to the file " + id + ", which is not in the References")
}
