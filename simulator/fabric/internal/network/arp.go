package network

import (
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

// handleARP answers in the name of the gateways and of every routed address in the asker's subnet (proxy ARP, RFC 1027),
// since servers do not see each other's broadcasts.
func (n *Fabric) handleARP(t *table, s *server, f *frame.Frame, addresses map[frame.Address]bool) {
	packet := header.ARP(f.Payload())
	if !packet.IsValid() {
		s.port.Drop(f, frame.Malformed)
		return
	}
	sender := frame.Address(packet.ProtocolAddressSender())
	target := frame.Address(packet.ProtocolAddressTarget())
	if frame.MAC(packet.HardwareAddressSender()) != f.Source() && !t.off.SourceMAC {
		s.port.Drop(f, frame.SpoofedMAC)
		return
	}
	// 0.0.0.0 probes whether an address is free (RFC 5227).
	if !addresses[sender] && sender != frame.Unspecified && !t.off.SourceAddress {
		s.port.Drop(f, frame.SpoofedAddress)
		return
	}
	isRequest := packet.Op() == header.ARPRequest
	switch {
	case f.Destination() != RouterMAC && !f.Destination().IsGroup():
		t.handleForeign(s, f)
	case isRequest && t.answersARP(s, f.Source(), sender, target):
		reply := arpReply(f.Source(), target, sender)
		f.Release()
		s.port.Send(reply)
	case t.off.BroadcastIsolation && f.Destination().IsGroup():
		t.flood(s, f)
	case sender == target || s.owned[target] || (!isRequest && f.Destination() == RouterMAC):
		// An announcement (RFC 5227), a probe for an address of its own, a reply that nobody waits for: the fabric takes
		// MACs from the rules and never from ARP.
		f.Release()
	default:
		s.port.Drop(f, frame.ForeignBroadcast)
	}
}

func (t *table) answersARP(s *server, asker frame.MAC, sender, target frame.Address) bool {
	if sender == target || s.owned[target] {
		return false
	}
	if target == s.Gateway || target == t.rules.FlexibleIPGateway {
		return true
	}
	_, routed := t.destinations[target]
	return routed && asker == s.MACAddress && s.Contains(target)
}

func arpReply(to frame.MAC, from, sender frame.Address) *frame.Frame {
	reply := frame.New(frame.HeaderLength + header.ARPSize)
	reply.SetHeader(to, RouterMAC, typeARP)
	packet := header.ARP(reply.Payload())
	packet.SetIPv4OverEthernet()
	packet.SetOp(header.ARPReply)
	copy(packet.HardwareAddressSender(), RouterMAC[:])
	copy(packet.ProtocolAddressSender(), from[:])
	copy(packet.HardwareAddressTarget(), to[:])
	copy(packet.ProtocolAddressTarget(), sender[:])
	return reply
}
