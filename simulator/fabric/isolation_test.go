package main

import (
	"testing"

	"github.com/gopacket/gopacket/layers"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// violation is forbidden traffic from a to b, the rule that forbids it, and the reason under which it is counted.
type violation struct {
	what, rule, reason string
	frame              []serializable
	// arrange comes before, e.g. a detach.
	arrange func(c *cloud)
}

func violations() []violation {
	const a, b, third = "b4:83:51:00:00:01", "b4:83:51:00:00:02", "b4:83:51:00:00:03"
	const addressA, addressB, flexible = "51.159.39.206", "51.159.13.18", "62.210.58.179"
	detach := func(c *cloud) {
		c.change(func(r *rules.Rules) { r.Servers[0].PrivateNetworks = []rules.PrivateNetwork{} })
	}
	detachFlexible := func(c *cloud) {
		c.change(func(r *rules.Rules) { r.Servers[0].FlexibleIPs = []rules.FlexibleIP{} })
	}
	return []violation{
		{"a VLAN that was never attached", "vlan-membership", "vlan-not-attached", taggedFrame(7, a, everyone, "mark"), nil},
		{"a VLAN of another server", "vlan-membership", "vlan-not-attached", taggedFrame(1214, a, everyone, "mark"), nil},
		{"a private network after it was detached", "vlan-membership", "vlan-not-attached", taggedFrame(1954, a, everyone, "mark"), detach},
		{"a MAC by chance, as a bridge without macaddress has", "source-mac", "spoofed-mac", udpFrame("32:f5:bc:00:00:01", routerMAC, addressA, addressB, "mark"), nil},
		{"another server's MAC", "source-mac", "spoofed-mac", udpFrame(third, routerMAC, addressA, addressB, "mark"), nil},
		{"another server's address", "source-address", "spoofed-address", udpFrame(a, routerMAC, "51.159.39.207", addressB, "mark"), nil},
		{"an address that nobody has", "source-address", "spoofed-address", udpFrame(a, routerMAC, "8.8.8.8", addressB, "mark"), nil},
		{"a Flexible IP from the server's MAC", "source-address", "spoofed-address", udpFrame(a, routerMAC, flexible, addressB, "mark"), nil},
		{"the server's address from a virtual MAC", "source-address", "spoofed-address", udpFrame(flexibleMAC.String(), routerMAC, addressA, addressB, "mark"), nil},
		{"no address at all", "source-address", "spoofed-address", udpFrame(a, routerMAC, "0.0.0.0", addressB, "mark"), nil},
		{"a Flexible IP after it was detached", "flexible-ip-place", "spoofed-mac", udpFrame(flexibleMAC.String(), routerMAC, flexible, addressB, "mark"), detachFlexible},
		{"a broadcast", "broadcast-isolation", "foreign-broadcast", udpFrame(a, everyone, addressA, "51.159.39.255", "mark"), nil},
		{"a multicast", "broadcast-isolation", "foreign-broadcast", udpFrame(a, "01:00:5e:00:00:64", addressA, "239.0.0.100", "mark"), nil},
		{"a frame to another server's MAC", "broadcast-isolation", "foreign-mac", udpFrame(a, b, addressA, addressB, "mark"), nil},
	}
}

func TestWhatAServerMayNotDoIsDroppedAndCounted(t *testing.T) {
	for _, v := range violations() {
		t.Run(v.what, func(t *testing.T) {
			c := startCloud(t)
			if v.arrange != nil {
				v.arrange(c)
			}
			a, b := c.plug("a"), c.plug("b")
			if passes(a, b, serialize(t, v.frame...), marked("mark")) {
				t.Error("it passed")
			}
			if drops := c.server("a").Drops; drops[v.reason] != 1 || len(drops) != 1 {
				t.Errorf("%v", drops)
			}
		})
	}
}

func TestNegativeControlWithItsRuleSwitchedOffTheSamePasses(t *testing.T) {
	for _, v := range violations() {
		t.Run(v.what, func(t *testing.T) {
			c := startCloud(t)
			if v.arrange != nil {
				v.arrange(c)
			}
			a, b := c.plug("a"), c.plug("b")
			c.switchOff(v.rule)
			if !passes(a, b, serialize(t, v.frame...), marked("mark")) {
				t.Errorf("it was still dropped: %v", c.server("a").Drops)
			}
			c.switchOff()
			if passes(a, b, serialize(t, v.frame...), marked("mark")) {
				t.Error("the rule is not enforced again")
			}
		})
	}
}

func TestNegativeControlADetachedNetworkStillReachesTheServerWithoutVLANMembership(t *testing.T) {
	c := startCloud(t)
	c.change(func(r *rules.Rules) {
		r.SwitchedOff = []string{"vlan-membership"}
		r.Servers[0].PrivateNetworks = []rules.PrivateNetwork{}
	})
	a, b := c.plug("a"), c.plug("b")
	frame := serialize(t, taggedFrame(1214, b.mac, everyone, "mark")...)
	if !passes(b, a, frame, func(p packet) bool { return marked("mark")(p) && vlanOf(p) == 1954 }) {
		t.Error("the detach was followed")
	}
	c.switchOff()
	if passes(b, a, frame, marked("mark")) {
		t.Error("the detach is not followed")
	}
}

func TestNegativeControlAMovedFlexibleIPIsStillReachedAtItsFormerPlace(t *testing.T) {
	c := startCloud(t)
	a, b, third := c.plug("a"), c.plug("b"), c.plug("c")
	frame := serialize(t, udpFrame(third.mac, routerMAC, third.ip, "62.210.58.179", "mark")...)
	c.change(func(r *rules.Rules) {
		r.SwitchedOff = []string{"flexible-ip-place"}
		r.Servers[1].FlexibleIPs, r.Servers[0].FlexibleIPs = r.Servers[0].FlexibleIPs, []rules.FlexibleIP{}
	})
	if !passes(third, a, frame, marked("mark")) || passes(third, b, frame, marked("mark")) {
		t.Error("the move was followed")
	}
	c.switchOff()
	if passes(third, a, frame, marked("mark")) || !passes(third, b, frame, marked("mark")) {
		t.Error("the move is not followed")
	}
	// It stays where it was last, which is b by now.
	c.change(func(r *rules.Rules) {
		r.SwitchedOff = []string{"flexible-ip-place"}
		r.Servers[1].FlexibleIPs = []rules.FlexibleIP{}
	})
	if passes(third, a, frame, marked("mark")) || !passes(third, b, frame, marked("mark")) {
		t.Error("the detach was followed, or an older place is remembered")
	}
}

func TestIPv6AndWhatIsNotIPEndAtThePort(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	c.switchOff("broadcast-isolation")
	for reason, kind := range map[string]layers.EthernetType{"ipv6": layers.EthernetTypeIPv6, "not-ip": layers.EthernetTypeLinkLayerDiscovery} {
		frame := serialize(t, etherHeader(a.mac, "33:33:00:00:00:02", kind), payload("mark"))
		if passes(a, b, frame, marked("mark")) || c.server("a").Drops[reason] != 1 {
			t.Errorf("%s: %v", reason, c.server("a").Drops)
		}
	}
}

func TestMalformedFramesAreCounted(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	packet := serialize(t, udpFrame(a.mac, routerMAC, a.ip, "51.159.13.18", "x")...)
	wrongChecksum := append([]byte{}, packet...)
	wrongChecksum[24] ^= 0xff
	cut := packet[:20]
	fromGroup := append([]byte{}, packet...)
	fromGroup[6] |= 1
	for _, b := range [][]byte{{1, 2, 3}, wrongChecksum, cut, fromGroup, serialize(t, etherHeader(a.mac, everyone, layers.EthernetTypeARP), payload("short")),
		packet[:12], append(append([]byte{}, packet[:12]...), 0x81, 0x00, 0x07)} {
		a.sendBytes(b)
	}
	a.flush()
	if drops := c.server("a").Drops; drops["malformed"] != 7 || len(drops) != 1 {
		t.Errorf("%v", drops)
	}
}

func TestNegativeControlNothingIsCarriedWhereARuleThatCarriesIsSwitchedOff(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	routed := serialize(t, udpFrame(a.mac, routerMAC, a.ip, b.ip, "mark")...)
	tagged := serialize(t, taggedFrame(1954, a.mac, everyone, "mark")...)
	for rule, frame := range map[string][]byte{"public-routing": routed, "private-networks": tagged} {
		c.switchOff(rule)
		if passes(a, b, frame, marked("mark")) {
			t.Errorf("%s: it was carried", rule)
		}
		c.switchOff()
		if !passes(a, b, frame, marked("mark")) {
			t.Errorf("%s: nothing is carried after it is in force again", rule)
		}
	}
}
