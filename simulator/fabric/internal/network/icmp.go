package network

import (
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/checksum"
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

// quoted bytes of the packet that an ICMP error is about: more than the 8 of RFC 792, fewer than RFC 1812 allows.
const quoted = 128

// complain to the sender of a packet, in the name of its gateway. Never about ICMP errors and later fragments
// (RFC 1812, 4.3.2.7).
func (n *Fabric) complain(t *table, s *server, about header.IPv4, kind header.ICMPv4Type, code header.ICMPv4Code) {
	if about.FragmentOffset() != 0 || isICMPError(about) {
		return
	}
	source := frame.Address(about.SourceAddressSlice())
	at, found := t.destinations[source]
	if !found {
		return
	}
	from := t.rules.FlexibleIPGateway
	if s != nil {
		from = s.Gateway
	}
	length := min(len(about), int(about.TotalLength()), quoted)
	f := frame.New(frame.HeaderLength + header.IPv4MinimumSize + header.ICMPv4MinimumSize + length)
	packet := header.IPv4(f.Payload())
	packet.Encode(&header.IPv4Fields{
		TotalLength: uint16(len(packet)),
		TTL:         64,
		Protocol:    uint8(header.ICMPv4ProtocolNumber),
		SrcAddr:     tcpip.AddrFrom4(from),
		DstAddr:     tcpip.AddrFrom4(source),
	})
	packet.SetChecksum(^packet.CalculateChecksum())
	message := header.ICMPv4(packet.Payload())
	clear(message[:header.ICMPv4MinimumSize])
	message.SetType(kind)
	message.SetCode(code)
	copy(message[header.ICMPv4MinimumSize:], about[:length])
	message.SetChecksum(^checksum.Checksum(message, 0))
	n.deliver(t, at, f)
}

func isICMPError(packet header.IPv4) bool {
	if packet.Protocol() != uint8(header.ICMPv4ProtocolNumber) || len(packet.Payload()) == 0 {
		return false
	}
	switch header.ICMPv4(packet.Payload()).Type() {
	case header.ICMPv4Echo, header.ICMPv4EchoReply, header.ICMPv4Timestamp, header.ICMPv4TimestampReply:
		return false
	}
	return true
}

// turnEcho makes an echo request its own reply (RFC 792), so that gateways and everything on the internet answer. Requests
// in fragments are left to the end point, which puts them together.
func turnEcho(f *frame.Frame) bool {
	packet := header.IPv4(f.Payload())
	if packet.Protocol() != uint8(header.ICMPv4ProtocolNumber) || packet.More() || packet.FragmentOffset() != 0 ||
		len(packet.Payload()) < header.ICMPv4MinimumSize {
		return false
	}
	message := header.ICMPv4(packet.Payload())
	if message.Type() != header.ICMPv4Echo || checksum.Checksum(message, 0) != 0xffff {
		return false
	}
	source, destination := packet.SourceAddress(), packet.DestinationAddress()
	packet.SetSourceAddress(destination)
	packet.SetDestinationAddress(source)
	packet.SetTTL(64)
	packet.SetChecksum(0)
	packet.SetChecksum(^packet.CalculateChecksum())
	message.SetType(header.ICMPv4EchoReply)
	message.SetChecksum(0)
	message.SetChecksum(^checksum.Checksum(message, 0))
	return true
}
