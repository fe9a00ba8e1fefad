package network

import (
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/port"
)

// EtherTypes that matter here (IEEE 802 numbers).
const (
	typeIPv4 = 0x0800
	typeARP  = 0x0806
	typeVLAN = 0x8100
	typeIPv6 = 0x86dd
)

// Handle judges one frame of a guest by the rules of this moment.
func (n *Fabric) Handle(from *port.Port, f *frame.Frame) {
	t := n.current.Load()
	s := t.byPort[from]
	if s == nil {
		f.Release()
		return
	}
	if f.Type() == typeVLAN {
		if len(f.Bytes()) < frame.HeaderLength+frame.TagLength {
			from.Drop(f, frame.Malformed)
			return
		}
		if f.Tag() != 0 {
			t.handleTagged(s, f)
			return
		}
		// Tagged with a priority only (IEEE 802.1Q, 9.6).
		f.Untag()
	}
	n.handleUntagged(t, s, f)
}

func (t *table) handleTagged(s *server, f *frame.Frame) {
	if len(f.Bytes()) > frame.HeaderLength+frame.TagLength+frame.MTU || f.Source().IsGroup() {
		s.port.Drop(f, frame.Malformed)
		return
	}
	if f.Destination().IsLinkLocal() {
		s.port.Drop(f, frame.NotIP)
		return
	}
	if v := s.vlans[f.Tag()]; v != nil && !t.off.PrivateNetworks {
		v.carry(f)
	} else if t.off.VLANMembership {
		t.flood(s, f)
	} else {
		s.port.Drop(f, frame.VLANNotAttached)
	}
}

func (n *Fabric) handleUntagged(t *table, s *server, f *frame.Frame) {
	if len(f.Bytes()) > frame.HeaderLength+frame.MTU || f.Source().IsGroup() {
		s.port.Drop(f, frame.Malformed)
		return
	}
	addresses, known := s.sources[f.Source()]
	if !known {
		if !t.off.SourceMAC {
			s.port.Drop(f, frame.SpoofedMAC)
			return
		}
		addresses = s.owned
	}
	switch f.Type() {
	case typeARP:
		n.handleARP(t, s, f, addresses)
	case typeIPv4:
		n.handleIPv4(t, s, f, addresses)
	case typeIPv6:
		s.port.Drop(f, frame.IPv6)
	default:
		s.port.Drop(f, frame.NotIP)
	}
}

func (n *Fabric) handleIPv4(t *table, s *server, f *frame.Frame, addresses map[frame.Address]bool) {
	packet := header.IPv4(f.Payload())
	if !packet.IsValid(len(packet)) || !packet.IsChecksumValid() {
		s.port.Drop(f, frame.Malformed)
		return
	}
	f.Truncate(frame.HeaderLength + int(packet.TotalLength()))
	source := frame.Address(packet.SourceAddressSlice())
	destination := frame.Address(packet.DestinationAddressSlice())
	toDHCP := isToDHCP(packet)
	asksForAddress := toDHCP && source == frame.Unspecified && destination == limitedBroadcast
	if !addresses[source] && !asksForAddress && !t.off.SourceAddress {
		s.port.Drop(f, frame.SpoofedAddress)
		return
	}
	if toDHCP && n.handleDHCP(t, s, f) {
		return
	}
	if f.Destination() != RouterMAC {
		t.handleForeign(s, f)
	} else if destination.IsGroup() {
		s.port.Drop(f, frame.ForeignBroadcast)
	} else {
		n.route(t, s, f, destination)
	}
}

// handleForeign drops what is for other servers, unless broadcast isolation is switched off.
func (t *table) handleForeign(s *server, f *frame.Frame) {
	destination := f.Destination()
	switch {
	case destination.IsGroup() && t.off.BroadcastIsolation:
		t.flood(s, f)
	case destination.IsGroup():
		s.port.Drop(f, frame.ForeignBroadcast)
	case t.off.BroadcastIsolation && t.byMAC[destination] != nil:
		t.byMAC[destination].port.Send(f)
	default:
		s.port.Drop(f, frame.ForeignMAC)
	}
}

// flood to all other servers, as a switch without rules would.
func (t *table) flood(s *server, f *frame.Frame) {
	for _, other := range t.servers {
		if other != s {
			other.port.Send(f.Copy())
		}
	}
	f.Release()
}
