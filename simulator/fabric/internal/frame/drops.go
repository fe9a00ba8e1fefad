package frame

import "sync/atomic"

// Reason for which a frame is dropped.
type Reason int

// The reasons, in the order of reasonNames.
const (
	VLANNotAttached Reason = iota
	SpoofedMAC
	SpoofedAddress
	ForeignMAC
	ForeignBroadcast
	IPv6
	NotIP
	NoRoute
	TTL
	PortFull
	Malformed
	reasonCount
)

// ReasonNames and what each means; stable, since tests and people look for them.
var ReasonNames = [reasonCount]struct{ Name, Meaning string }{
	VLANNotAttached:  {"vlan-not-attached", "Tagged with a VLAN id under which no private network is attached to this server."},
	SpoofedMAC:       {"spoofed-mac", "Untagged, from a MAC that is neither the server's own nor that of a Flexible IP attached to it."},
	SpoofedAddress:   {"spoofed-address", "An IPv4 or ARP sender address that does not go with the MAC it came from."},
	ForeignMAC:       {"foreign-mac", "Untagged unicast to a MAC that is not the gateway's: servers meet at the router only."},
	ForeignBroadcast: {"foreign-broadcast", "Broadcast or multicast that only other servers could want, such as ARP for an address that is not routed here."},
	IPv6:             {"ipv6", "IPv6; the fabric's public network is IPv4 only."},
	NotIP:            {"not-ip", "Neither IPv4 nor ARP: LLDP, STP and the like, which end at the switch."},
	NoRoute:          {"no-route", "IPv4 to an address that nobody has; answered with ICMP network unreachable."},
	TTL:              {"ttl", "The time to live ended at the router; answered with ICMP time exceeded."},
	PortFull:         {"port-full", "The receiver did not read and its queue was full; counted at the receiver."},
	Malformed:        {"malformed", "Too short, too long for an MTU of 1500, or with a broken header or header checksum."},
}

func (r Reason) String() string { return ReasonNames[r].Name }

// Drops counts dropped frames by reason.
type Drops [reasonCount]atomic.Uint64

// Count one more.
func (d *Drops) Count(reason Reason) { d[reason].Add(1) }

// ByName are the counts above zero.
func (d *Drops) ByName() map[string]uint64 {
	counts := map[string]uint64{}
	for reason := range d {
		if n := d[reason].Load(); n > 0 {
			counts[ReasonNames[reason].Name] = n
		}
	}
	return counts
}

// Traffic counts frames and their bytes in one direction.
type Traffic struct{ frames, bytes atomic.Uint64 }

// Count one more frame.
func (t *Traffic) Count(f *Frame) {
	t.frames.Add(1)
	t.bytes.Add(uint64(f.length))
}

// TrafficCount is what Traffic held at one moment.
type TrafficCount struct {
	Frames uint64 `json:"frames"`
	Bytes  uint64 `json:"bytes"`
}

// Now reads both.
func (t *Traffic) Now() TrafficCount { return TrafficCount{t.frames.Load(), t.bytes.Load()} }
