package network

import (
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

// route a packet of a server. Fragments need no care: nothing but the IP header is looked at.
func (n *Fabric) route(t *table, s *server, f *frame.Frame, to frame.Address) {
	packet := header.IPv4(f.Payload())
	at, found := t.destinations[to]
	if !found || t.off.PublicRouting {
		s.port.Drops.Count(frame.NoRoute)
		n.complain(t, s, packet, header.ICMPv4DstUnreachable, header.ICMPv4NetUnreachable)
		f.Release()
		return
	}
	if !at.isRouter {
		if packet.TTL() <= 1 {
			s.port.Drops.Count(frame.TTL)
			n.complain(t, s, packet, header.ICMPv4TimeExceeded, header.ICMPv4TTLExceeded)
			f.Release()
			return
		}
		decrementTTL(packet)
	}
	n.deliver(t, at, f)
}

// RouteFromOutside routes a packet of the internet end point, and owns it.
func (n *Fabric) RouteFromOutside(f *frame.Frame) {
	t := n.current.Load()
	packet := header.IPv4(f.Payload())
	at, found := t.destinations[frame.Address(packet.DestinationAddressSlice())]
	if !found || t.off.PublicRouting {
		n.RoutedNowhere.Add(1)
		n.outside.Drops().Count(frame.NoRoute)
		n.complain(t, nil, packet, header.ICMPv4DstUnreachable, header.ICMPv4NetUnreachable)
		f.Release()
		return
	}
	n.deliver(t, at, f)
}

// deliver with the MAC that the rules say: the router never asks a guest, so a guest that answers to another MAC is cut.
func (n *Fabric) deliver(t *table, at destination, f *frame.Frame) {
	if at.server == nil {
		if turnEcho(f) {
			back, found := t.destinations[frame.Address(header.IPv4(f.Payload()).DestinationAddressSlice())]
			if found {
				n.deliver(t, back, f)
			} else {
				f.Release()
			}
			return
		}
		n.outside.Deliver(f)
		return
	}
	f.SetHeader(at.mac, RouterMAC, typeIPv4)
	if !at.server.port.Send(f) {
		n.RoutedNowhere.Add(1)
	}
}

// decrementTTL and update the checksum beside it (RFC 1624).
func decrementTTL(packet header.IPv4) {
	packet.SetTTL(packet.TTL() - 1)
	sum := uint32(packet.Checksum()) + 0x0100
	packet.SetChecksum(uint16(sum + sum>>16))
}
