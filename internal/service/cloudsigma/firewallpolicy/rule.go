package firewallpolicy

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// network wants what the API takes for addresses (fwpolicies.rst).
func network() validator.String {
	return tfkit.TextValidator{
		Rule: "be an IP address or a range like 192.0.2.0/24, or all others like !192.0.2.0/24",
		Check: func(value string) error {
			_, err := parseNetwork(value)
			return err
		},
	}
}

// ports wants what the API takes for ports (fwpolicies.rst).
func ports() validator.String {
	return tfkit.TextValidator{
		Rule: "be a port like 22 or a range like 1:1024, or all others like !1:1024",
		Check: func(value string) error {
			_, err := parsePorts(value)
			return err
		},
	}
}

// addressRange is what a rule says of addresses.
type addressRange struct {
	negated bool
	prefix  netip.Prefix
}

// parseNetwork reads an address or range. Bits below the prefix do not matter.
func parseNetwork(text string) (addressRange, error) {
	rest, negated := strings.CutPrefix(text, "!")
	if !strings.Contains(rest, "/") {
		address, err := netip.ParseAddr(rest)
		if err != nil {
			return addressRange{}, err
		}
		if address.Zone() != "" {
			return addressRange{}, fmt.Errorf("%q has a zone", rest)
		}
		return addressRange{negated, netip.PrefixFrom(address, address.BitLen())}, nil
	}
	prefix, err := netip.ParsePrefix(rest)
	return addressRange{negated, prefix.Masked()}, err
}

// portRange is what a rule says of ports.
type portRange struct {
	negated     bool
	first, last uint16
}

func parsePorts(text string) (portRange, error) {
	rest, negated := strings.CutPrefix(text, "!")
	from, to, isRange := strings.Cut(rest, ":")
	if !isRange {
		to = from
	}
	first, err := parsePort(from)
	if err != nil {
		return portRange{}, err
	}
	last, err := parsePort(to)
	if err != nil {
		return portRange{}, err
	}
	if first > last {
		return portRange{}, fmt.Errorf("the range is from %d to %d", first, last)
	}
	return portRange{negated, first, last}, nil
}

func parsePort(text string) (uint16, error) {
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || port == 0 {
		return 0, fmt.Errorf("%q is no port from 1 to 65535", text)
	}
	return uint16(port), nil
}

// sameRange tells whether two texts are read as the same; what cannot be read is only the same text.
func sameRange[T comparable](parse func(string) (T, error), one, other string) bool {
	first, err := parse(one)
	if err != nil {
		return one == other
	}
	second, err := parse(other)
	return err == nil && first == second
}
