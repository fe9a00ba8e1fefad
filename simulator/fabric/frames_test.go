package main

import (
	"bytes"
	"net"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

const (
	everyone  = "ff:ff:ff:ff:ff:ff"
	routerMAC = "02:00:5e:00:00:01"
)

func mac(text string) net.HardwareAddr {
	parsed, err := net.ParseMAC(text)
	if err != nil {
		panic(err)
	}
	return parsed
}

func ip4(text string) net.IP { return net.ParseIP(text).To4() }

func etherHeader(from, to string, kind layers.EthernetType) *layers.Ethernet {
	return &layers.Ethernet{SrcMAC: mac(from), DstMAC: mac(to), EthernetType: kind}
}

// arpRequest asks everyone who has `target`.
func arpRequest(from, sender, target string) []serializable {
	return arpFrame(layers.ARPRequest, from, everyone, sender, target)
}

func arpFrame(operation uint16, from, to, sender, target string) []serializable {
	return []serializable{
		etherHeader(from, to, layers.EthernetTypeARP),
		&layers.ARP{
			AddrType: layers.LinkTypeEthernet, Protocol: layers.EthernetTypeIPv4, HwAddressSize: 6, ProtAddressSize: 4,
			Operation: operation, SourceHwAddress: mac(from), SourceProtAddress: ip4(sender),
			DstHwAddress: make([]byte, 6), DstProtAddress: ip4(target),
		},
	}
}

// udpFrame is a datagram to a port that nothing listens on, marked by its payload.
func udpFrame(from, to, source, destination, mark string) []serializable {
	return udpFrameTTL(64, from, to, source, destination, mark)
}

func udpFrameTTL(ttl uint8, from, to, source, destination, mark string) []serializable {
	ip := &layers.IPv4{Version: 4, TTL: ttl, Id: 7, Protocol: layers.IPProtocolUDP, SrcIP: ip4(source), DstIP: ip4(destination)}
	datagram := &layers.UDP{SrcPort: 4000, DstPort: 4001}
	_ = datagram.SetNetworkLayerForChecksum(ip)
	return []serializable{etherHeader(from, to, layers.EthernetTypeIPv4), ip, datagram, payload(mark)}
}

// taggedFrame is one with a payload of the private network's own.
func taggedFrame(vlan uint16, from, to, mark string) []serializable {
	return []serializable{
		etherHeader(from, to, layers.EthernetTypeDot1Q),
		&layers.Dot1Q{Priority: 5, VLANIdentifier: vlan, Type: 0x88b5},
		payload(mark),
	}
}

// marked recognizes a frame by its payload.
func marked(mark string) func(packet) bool {
	return func(p packet) bool { return bytes.Contains(p.Data(), []byte(mark)) }
}

func vlanOf(p packet) int {
	if tag, ok := p.Layer(layers.LayerTypeDot1Q).(*layers.Dot1Q); ok {
		return int(tag.VLANIdentifier)
	}
	return 0
}

// Short names, since tests are full of them.
type (
	packet       = gopacket.Packet
	serializable = gopacket.SerializableLayer
	payload      = gopacket.Payload
)
