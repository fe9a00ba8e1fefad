package frame

import (
	"fmt"
	"net"
	"net/netip"
)

// MAC is an EUI-48 address.
type MAC [6]byte

// Broadcast reaches every station of a network.
var Broadcast = MAC{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// IsGroup tells broadcast and multicast from the address of one station (IEEE 802, the I/G bit).
func (m MAC) IsGroup() bool { return m[0]&1 != 0 }

// IsLinkLocal is true for 01:80:c2:00:00:0x (STP, LLDP, LACP), which no bridge forwards (IEEE 802.1Q, 8.6.3).
func (m MAC) IsLinkLocal() bool {
	return m[0] == 0x01 && m[1] == 0x80 && m[2] == 0xc2 && m[3] == 0 && m[4] == 0 && m[5] < 0x10
}

func (m MAC) String() string { return net.HardwareAddr(m[:]).String() }

// MarshalText writes it with colons.
func (m MAC) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the address of one station.
func (m *MAC) UnmarshalText(text []byte) error {
	parsed, err := net.ParseMAC(string(text))
	if err != nil || len(parsed) != len(m) {
		return fmt.Errorf("%q is not a MAC address", text)
	}
	copy(m[:], parsed)
	if m.IsGroup() || *m == (MAC{}) {
		return fmt.Errorf("%q is not the MAC address of one station", text)
	}
	return nil
}

// Address is an IPv4 address.
type Address [4]byte

// Unspecified is what a host without an address sends from.
var Unspecified = Address{}

// IsGroup is true for multicast and for addresses that are no host's (RFC 1112, RFC 6890).
func (a Address) IsGroup() bool { return a[0] >= 224 }

func (a Address) String() string { return netip.AddrFrom4(a).String() }

// MarshalText writes it dotted.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads a dotted address that a host can have.
func (a *Address) UnmarshalText(text []byte) error {
	parsed, err := netip.ParseAddr(string(text))
	if err != nil || !parsed.Is4() {
		return fmt.Errorf("%q is not an IPv4 address", text)
	}
	*a = parsed.As4()
	if a[0] == 0 || a[0] == 127 || a.IsGroup() {
		return fmt.Errorf("%q is not an address that a host can have", text)
	}
	return nil
}
