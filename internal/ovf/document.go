package ovf

import "encoding/xml"

// The elements of an envelope, as far as they matter here. Names are compared without their namespaces: the
// versions differ in these alone, and StorageItem and EthernetPortItem of 2.0 are Items in everything but name.
type document struct {
	XMLName    xml.Name
	Files      []located[file]          `xml:"References>File"`
	Disks      []located[disk]          `xml:"DiskSection>Disk"`
	Networks   []network                `xml:"NetworkSection>Network"`
	Options    []deploymentOption       `xml:"DeploymentOptionSection>Configuration"`
	Systems    []located[virtualSystem] `xml:"VirtualSystem"`
	Collection *collection              `xml:"VirtualSystemCollection"`
}

// collection is a group of machines, which may hold further groups.
type collection struct {
	Systems     []located[virtualSystem] `xml:"VirtualSystem"`
	Collections []collection             `xml:"VirtualSystemCollection"`
}

type file struct {
	ID   string `xml:"id,attr"`
	Href string `xml:"href,attr"`
}

type disk struct {
	ID       string `xml:"diskId,attr"`
	FileID   string `xml:"fileRef,attr"`
	Capacity string `xml:"capacity,attr"`
	Units    string `xml:"capacityAllocationUnits,attr"`
	Format   string `xml:"format,attr"`
}

type network struct {
	Name        string `xml:"name,attr"`
	Description string `xml:"Description"`
}

type deploymentOption struct {
	ID      string `xml:"id,attr"`
	Default bool   `xml:"default,attr"`
}

type virtualSystem struct {
	ID          string    `xml:"id,attr"`
	Name        string    `xml:"Name"`
	Annotations []string  `xml:"AnnotationSection>Annotation"`
	Products    []product `xml:"ProductSection"`
	OS          guest     `xml:"OperatingSystemSection"`
	Hardware    hardware  `xml:"VirtualHardwareSection"`
}

type product struct {
	Name    string `xml:"Product"`
	Vendor  string `xml:"Vendor"`
	Version string `xml:"Version"`
}

type guest struct {
	ID          int64  `xml:"id,attr"`
	Type        string `xml:"osType,attr"`
	Description string `xml:"Description"`
}

type hardware struct {
	Items      []located[item] `xml:"Item"`
	Storage    []located[item] `xml:"StorageItem"`
	Interfaces []located[item] `xml:"EthernetPortItem"`
}

// item is a CIM_ResourceAllocationSettingData.
type item struct {
	Configurations string `xml:"configuration,attr"`
	Bound          string `xml:"bound,attr"`
	InstanceID     string `xml:"InstanceID"`
	Type           string `xml:"ResourceType"`
	Subtype        string `xml:"ResourceSubType"`
	Name           string `xml:"ElementName"`
	Quantity       string `xml:"VirtualQuantity"`
	Units          string `xml:"AllocationUnits"`
	HostResource   string `xml:"HostResource"`
	Connection     string `xml:"Connection"`
}

// located is an element with the line where it begins.
type located[T any] struct {
	value T
	line  int
}

// UnmarshalXML implements xml.Unmarshaler.
func (l *located[T]) UnmarshalXML(decoder *xml.Decoder, start xml.StartElement) error {
	l.line, _ = decoder.InputPos()
	return decoder.DecodeElement(&l.value, &start)
}
