package main

import (
	"net"
	"testing"

	"github.com/gopacket/gopacket/layers"
)

func TestARP(t *testing.T) {
	const virtual = "52:54:00:97:01:04"
	own := "b4:83:51:00:00:01"
	for _, test := range []struct {
		what    string
		frame   []serializable
		answers bool
		drop    string
	}{
		{"for the own gateway", arpRequest(own, "51.159.39.206", "51.159.39.1"), true, ""},
		{"for the gateway, again, to the router alone", arpFrame(layers.ARPRequest, own, routerMAC, "51.159.39.206", "51.159.39.1"), true, ""},
		{"for the Flexible IPs' gateway", arpRequest(own, "51.159.39.206", "62.210.0.1"), true, ""},
		{"for that gateway from a virtual MAC", arpRequest(virtual, "62.210.58.179", "62.210.0.1"), true, ""},
		{"for a neighbour in the own subnet", arpRequest(own, "51.159.39.206", "51.159.39.207"), true, ""},
		{"for the neighbour's address, whether it is free", arpRequest(own, "0.0.0.0", "51.159.39.207"), true, ""},
		{"for an address that nobody has", arpRequest(own, "51.159.39.206", "51.159.39.99"), false, "foreign-broadcast"},
		{"for a neighbour from a virtual MAC, which is in no subnet", arpRequest(virtual, "62.210.58.179", "51.159.39.207"), false, "foreign-broadcast"},
		{"for a server of another subnet", arpRequest(own, "51.159.39.206", "51.159.13.18"), false, "foreign-broadcast"},
		{"for the own address, whether it is free", arpRequest(own, "0.0.0.0", "51.159.39.206"), false, ""},
		{"for the own Flexible IP", arpRequest(own, "51.159.39.206", "62.210.58.179"), false, ""},
		{"to announce the own address", arpRequest(own, "51.159.39.206", "51.159.39.206"), false, ""},
		{"to announce the own Flexible IP", arpRequest(virtual, "62.210.58.179", "62.210.58.179"), false, ""},
		{"to announce the own address, as a reply", arpFrame(layers.ARPReply, own, everyone, "51.159.39.206", "51.159.39.206"), false, ""},
		{"in a neighbour's name", arpRequest(own, "51.159.39.207", "51.159.39.1"), false, "spoofed-address"},
		{"in the gateway's name", arpFrame(layers.ARPReply, own, everyone, "51.159.39.1", "51.159.39.1"), false, "spoofed-address"},
		{"from a MAC by chance", arpRequest("32:f5:bc:00:00:01", "51.159.39.206", "51.159.39.1"), false, "spoofed-mac"},
		{"with another MAC inside", func() []serializable {
			parts := arpRequest(own, "51.159.39.206", "51.159.39.1")
			parts[1].(*layers.ARP).SourceHwAddress = mac(virtual)
			return parts
		}(), false, "spoofed-mac"},
	} {
		t.Run(test.what, func(t *testing.T) {
			c := startCloud(t)
			a, neighbour := c.plug("a"), c.plug("c")
			asked := test.frame[1].(*layers.ARP)
			a.send(test.frame...)
			// Not flush, whose own question looks the same.
			a.send(udpFrame(a.mac, routerMAC, a.ip, a.ip, "the end")...)
			answers := 0
			a.await("the end", func(p packet) bool {
				if answer, ok := p.Layer(layers.LayerTypeARP).(*layers.ARP); ok {
					answers++
					_, to := stations(p)
					if net.HardwareAddr(answer.SourceHwAddress).String() != routerMAC || string(answer.SourceProtAddress) != string(asked.DstProtAddress) ||
						string(answer.DstProtAddress) != string(asked.SourceProtAddress) || to != net.HardwareAddr(asked.SourceHwAddress).String() {
						t.Errorf("%+v", answer)
					}
				}
				return marked("the end")(p)
			})
			if (answers == 1) != test.answers {
				t.Errorf("%d answers", answers)
			}
			if seen := neighbour.flush(); len(seen) > 0 {
				t.Errorf("the neighbour got %v", seen)
			}
			drops := c.server("a").Drops
			if (test.drop == "") != (len(drops) == 0) || (test.drop != "" && drops[test.drop] != 1) {
				t.Errorf("%v", drops)
			}
		})
	}
}

func TestNegativeControlWithoutBroadcastIsolationTheNeighbourHearsARP(t *testing.T) {
	c := startCloud(t)
	c.switchOff("broadcast-isolation")
	a, neighbour := c.plug("a"), c.plug("c")
	frame := serialize(t, arpRequest(a.mac, a.ip, "51.159.39.99")...)
	isARP := func(p packet) bool { return p.Layer(layers.LayerTypeARP) != nil }
	if !passes(a, neighbour, frame, isARP) {
		t.Error("the neighbour heard nothing")
	}
}
