package main

import (
	"net"
	"testing"

	"github.com/gopacket/gopacket/layers"
)

// dhcpRequest of a client; options beyond the message type are given.
func dhcpRequest(from string, kind layers.DHCPMsgType, flags uint16, client string, options ...layers.DHCPOption) []serializable {
	source, destination, to := "0.0.0.0", "255.255.255.255", everyone
	message := &layers.DHCPv4{
		Operation: layers.DHCPOpRequest, HardwareType: layers.LinkTypeEthernet, HardwareLen: 6, Xid: 0x1234, Flags: flags,
		ClientIP: net.IPv4zero.To4(), YourClientIP: net.IPv4zero.To4(), NextServerIP: net.IPv4zero.To4(), RelayAgentIP: net.IPv4zero.To4(),
		ClientHWAddr: mac(from),
		Options:      append(layers.DHCPOptions{layers.NewDHCPOption(layers.DHCPOptMessageType, []byte{byte(kind)})}, options...),
	}
	if client != "" {
		// Renewing: from its address, to the server that gave it.
		message.ClientIP = ip4(client)
		source, destination, to = client, "51.159.39.1", routerMAC
	}
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolUDP, SrcIP: ip4(source), DstIP: ip4(destination)}
	datagram := &layers.UDP{SrcPort: 68, DstPort: 67}
	_ = datagram.SetNetworkLayerForChecksum(ip)
	return []serializable{etherHeader(from, to, layers.EthernetTypeIPv4), ip, datagram, message}
}

func requested(address string) layers.DHCPOption {
	return layers.NewDHCPOption(layers.DHCPOptRequestIP, ip4(address))
}

func optionsOf(message *layers.DHCPv4) map[layers.DHCPOpt]string {
	found := map[layers.DHCPOpt]string{}
	for _, option := range message.Options {
		found[option.Type] = string(option.Data)
	}
	return found
}

func TestDHCPGivesWhatTheAPISays(t *testing.T) {
	const own, address = "b4:83:51:00:00:01", "51.159.39.206"
	server := layers.NewDHCPOption(layers.DHCPOptServerID, ip4("51.159.39.1"))
	another := layers.NewDHCPOption(layers.DHCPOptServerID, ip4("51.159.39.2"))
	for _, test := range []struct {
		what   string
		frame  []serializable
		answer layers.DHCPMsgType
		to     string
	}{
		{"DISCOVER", dhcpRequest(own, layers.DHCPMsgTypeDiscover, 0, ""), layers.DHCPMsgTypeOffer, own},
		{"DISCOVER that wants a broadcast", dhcpRequest(own, layers.DHCPMsgTypeDiscover, 0x8000, ""), layers.DHCPMsgTypeOffer, everyone},
		{"REQUEST", dhcpRequest(own, layers.DHCPMsgTypeRequest, 0, "", server, requested(address)), layers.DHCPMsgTypeAck, own},
		{"REQUEST after a reboot", dhcpRequest(own, layers.DHCPMsgTypeRequest, 0, "", requested(address)), layers.DHCPMsgTypeAck, own},
		{"REQUEST to renew", dhcpRequest(own, layers.DHCPMsgTypeRequest, 0, address), layers.DHCPMsgTypeAck, own},
		{"REQUEST for another address", dhcpRequest(own, layers.DHCPMsgTypeRequest, 0, "", requested("51.159.39.207")), layers.DHCPMsgTypeNak, everyone},
		{"REQUEST of another server's offer", dhcpRequest(own, layers.DHCPMsgTypeRequest, 0, "", another, requested("51.159.39.207")), 0, ""},
		{"RELEASE", dhcpRequest(own, layers.DHCPMsgTypeRelease, 0, address), 0, ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			c := startCloud(t)
			a, neighbour := c.plug("a"), c.plug("c")
			a.send(test.frame...)
			var answer *layers.DHCPv4
			for _, p := range a.flush() {
				if message, ok := p.Layer(layers.LayerTypeDHCPv4).(*layers.DHCPv4); ok {
					answer = message
					if _, to := stations(p); to != test.to {
						t.Errorf("to %s", to)
					}
				}
			}
			if seen := neighbour.flush(); len(seen) > 0 {
				t.Errorf("the neighbour got %v", seen)
			}
			if test.answer == 0 {
				if answer != nil {
					t.Errorf("answered with %v", answer)
				}
				return
			}
			if answer == nil {
				t.Fatal("no answer")
			}
			options := optionsOf(answer)
			if options[layers.DHCPOptMessageType] != string([]byte{byte(test.answer)}) || answer.Xid != 0x1234 ||
				options[layers.DHCPOptServerID] != string(ip4("51.159.39.1")) {
				t.Errorf("%+v", answer)
			}
			if test.answer == layers.DHCPMsgTypeNak {
				return
			}
			if answer.YourClientIP.String() != address || options[layers.DHCPOptSubnetMask] != "\xff\xff\xff\x00" ||
				options[layers.DHCPOptRouter] != string(ip4("51.159.39.1")) || options[layers.DHCPOptDNS] != string(ip4("1.1.1.1")) ||
				options[layers.DHCPOptHostname] != "fe" || options[layers.DHCPOptLeaseTime] != "\x00\x01\x51\x80" {
				t.Errorf("%+v", answer)
			}
		})
	}
}

func TestDHCPIsNotForVirtualMACsNorInTheNameOfAnother(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	a.send(dhcpRequest(flexibleMAC.String(), layers.DHCPMsgTypeDiscover, 0, "")...)
	pretending := dhcpRequest(a.mac, layers.DHCPMsgTypeDiscover, 0, "")
	pretending[3].(*layers.DHCPv4).ClientHWAddr = mac("b4:83:51:00:00:03")
	a.send(pretending...)
	if seen := a.flush(); len(seen) > 0 {
		t.Errorf("%v", seen)
	}
	if drops := c.server("a").Drops; drops["foreign-broadcast"] != 1 || len(drops) != 1 {
		t.Errorf("%v", drops)
	}
}
