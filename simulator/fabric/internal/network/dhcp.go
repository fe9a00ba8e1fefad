package network

import (
	"encoding/binary"
	"log"
	"net"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

const (
	portDHCPServer = 67
	portDHCPClient = 68
	leaseSeconds   = 24 * 60 * 60
)

var limitedBroadcast = frame.Address{255, 255, 255, 255}

// isToDHCP looks at a valid IPv4 packet.
func isToDHCP(packet header.IPv4) bool {
	if packet.Protocol() != uint8(header.UDPProtocolNumber) || packet.FragmentOffset() != 0 {
		return false
	}
	datagram := packet.Payload()
	return len(datagram) >= header.UDPMinimumSize && header.UDP(datagram).DestinationPort() == portDHCPServer
}

// handleDHCP is the DHCP server of the server's gateway (RFC 2131). It is false for what is not meant for it: another
// host's DHCP server, or a broadcast of a virtual MAC, which has no lease here.
func (n *Fabric) handleDHCP(t *table, s *server, f *frame.Frame) bool {
	packet := header.IPv4(f.Payload())
	to := frame.Address(packet.DestinationAddressSlice())
	toGateway := to == s.Gateway && f.Destination() == RouterMAC
	if f.Source() != s.MACAddress || !(toGateway || to == limitedBroadcast) {
		return false
	}
	defer f.Release()
	var request layers.DHCPv4
	if err := request.DecodeFromBytes(header.UDP(packet.Payload()).Payload(), gopacket.NilDecodeFeedback); err != nil {
		s.port.Drops.Count(frame.Malformed)
		return true
	}
	if request.Operation != layers.DHCPOpRequest || string(request.ClientHWAddr) != string(s.MACAddress[:]) {
		return true
	}
	if kind := s.answerKind(&request); kind != layers.DHCPMsgTypeUnspecified {
		s.port.Send(t.dhcpReply(s, &request, kind))
	}
	return true
}

// answerKind is what the request is answered with; DHCPMsgTypeUnspecified for nothing.
func (s *server) answerKind(request *layers.DHCPv4) layers.DHCPMsgType {
	switch kind := dhcpOption(request, layers.DHCPOptMessageType); {
	case len(kind) != 1:
		return layers.DHCPMsgTypeUnspecified
	case layers.DHCPMsgType(kind[0]) == layers.DHCPMsgTypeDiscover:
		return layers.DHCPMsgTypeOffer
	case layers.DHCPMsgType(kind[0]) == layers.DHCPMsgTypeInform:
		return layers.DHCPMsgTypeAck
	case layers.DHCPMsgType(kind[0]) != layers.DHCPMsgTypeRequest:
		return layers.DHCPMsgTypeUnspecified
	}
	if chosen := dhcpOption(request, layers.DHCPOptServerID); chosen != nil && string(chosen) != string(s.Gateway[:]) {
		// The client took another server's offer.
		return layers.DHCPMsgTypeUnspecified
	}
	wanted := dhcpOption(request, layers.DHCPOptRequestIP)
	if wanted == nil {
		wanted = request.ClientIP.To4()
	}
	if string(wanted) == string(s.Address[:]) {
		return layers.DHCPMsgTypeAck
	}
	return layers.DHCPMsgTypeNak
}

func dhcpOption(request *layers.DHCPv4, kind layers.DHCPOpt) []byte {
	for _, option := range request.Options {
		if option.Type == kind {
			return option.Data
		}
	}
	return nil
}

func (t *table) dhcpReply(s *server, request *layers.DHCPv4, kind layers.DHCPMsgType) *frame.Frame {
	reply := layers.DHCPv4{
		Operation:    layers.DHCPOpReply,
		HardwareType: layers.LinkTypeEthernet,
		HardwareLen:  6,
		Xid:          request.Xid,
		Flags:        request.Flags,
		ClientIP:     net.IPv4zero.To4(),
		YourClientIP: net.IPv4zero.To4(),
		NextServerIP: net.IPv4zero.To4(),
		RelayAgentIP: request.RelayAgentIP,
		ClientHWAddr: request.ClientHWAddr,
		Options: layers.DHCPOptions{
			layers.NewDHCPOption(layers.DHCPOptMessageType, []byte{byte(kind)}),
			layers.NewDHCPOption(layers.DHCPOptServerID, s.Gateway[:]),
		},
	}
	destination, mac := limitedBroadcast, frame.Broadcast
	if kind != layers.DHCPMsgTypeNak {
		isInform := dhcpOption(request, layers.DHCPOptMessageType)[0] == byte(layers.DHCPMsgTypeInform)
		reply.ClientIP = request.ClientIP
		if !isInform {
			reply.YourClientIP = s.Address[:]
		}
		reply.Options = append(reply.Options, t.dhcpOptions(s, isInform)...)
		// Unicast, unless the client cannot take it before it has its address (RFC 2131, 4.1).
		if request.Flags&0x8000 == 0 {
			destination, mac = s.Address, s.MACAddress
		}
	}
	if id := dhcpOption(request, layers.DHCPOptClientID); id != nil {
		// RFC 6842
		reply.Options = append(reply.Options, layers.NewDHCPOption(layers.DHCPOptClientID, id))
	}
	return udpFrame(s, destination, mac, &reply)
}

func (t *table) dhcpOptions(s *server, isInform bool) layers.DHCPOptions {
	var resolvers []byte
	for _, resolver := range t.rules.Resolvers {
		resolvers = append(resolvers, resolver[:]...)
	}
	options := layers.DHCPOptions{
		layers.NewDHCPOption(layers.DHCPOptSubnetMask, net.CIDRMask(s.PrefixLength, 32)),
		layers.NewDHCPOption(layers.DHCPOptRouter, s.Gateway[:]),
		layers.NewDHCPOption(layers.DHCPOptHostname, []byte(s.Hostname)),
	}
	if len(resolvers) > 0 {
		options = append(options, layers.NewDHCPOption(layers.DHCPOptDNS, resolvers))
	}
	if !isInform {
		options = append(options,
			layers.NewDHCPOption(layers.DHCPOptLeaseTime, binary.BigEndian.AppendUint32(nil, leaseSeconds)),
			layers.NewDHCPOption(layers.DHCPOptT1, binary.BigEndian.AppendUint32(nil, leaseSeconds/2)),
			layers.NewDHCPOption(layers.DHCPOptT2, binary.BigEndian.AppendUint32(nil, leaseSeconds/8*7)))
	}
	return options
}

func udpFrame(s *server, to frame.Address, mac frame.MAC, message *layers.DHCPv4) *frame.Frame {
	ethernet := layers.Ethernet{SrcMAC: RouterMAC[:], DstMAC: mac[:], EthernetType: layers.EthernetTypeIPv4}
	ip := layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolUDP, SrcIP: s.Gateway[:], DstIP: to[:]}
	udp := layers.UDP{SrcPort: portDHCPServer, DstPort: portDHCPClient}
	_ = udp.SetNetworkLayerForChecksum(&ip)
	buffer := gopacket.NewSerializeBuffer()
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(buffer, options, &ethernet, &ip, &udp, message); err != nil {
		log.Printf("DHCP for %s: %v", s.Name, err)
		return frame.New(frame.HeaderLength)
	}
	f := frame.New(len(buffer.Bytes()))
	copy(f.Bytes(), buffer.Bytes())
	return f
}
