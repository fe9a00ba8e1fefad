package main

import (
	"testing"

	"github.com/gopacket/gopacket/layers"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

func TestAPrivateNetworkIsTranslatedToTheReceiversVLANIdAndKeepsThePriority(t *testing.T) {
	c := startCloud(t)
	a, b, other := c.plug("a"), c.plug("b"), c.plug("c")
	a.send(taggedFrame(1954, a.mac, everyone, "to all")...)
	p := b.await("the frame", marked("to all"))
	tag := p.Layer(layers.LayerTypeDot1Q).(*layers.Dot1Q)
	if tag.VLANIdentifier != 1214 || tag.Priority != 5 {
		t.Errorf("%+v", tag)
	}
	b.send(taggedFrame(1214, "02:00:00:00:00:0b", a.mac, "back")...)
	if p := a.await("the answer", marked("back")); vlanOf(p) != 1954 {
		t.Errorf("VLAN %d", vlanOf(p))
	}
	a.flush()
	for _, p := range other.flush() {
		t.Errorf("a server outside the network got %v", p)
	}
}

func TestAPrivateNetworkHasNoAddressRules(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	frame := serialize(t, taggedFrame(1954, "02:aa:00:00:00:01", everyone, "any station")...)
	if !passes(a, b, frame, marked("any station")) {
		t.Error("the frame of a virtual machine did not pass")
	}
}

func TestKnownStationsAreReachedAloneAndUnknownOnesByFlooding(t *testing.T) {
	c := startCloud(t)
	c.change(func(r *rules.Rules) {
		r.Servers[2].PrivateNetworks = []rules.PrivateNetwork{{VLANID: 5, NetworkID: "n1"}}
	})
	a, b, third := c.plug("a"), c.plug("b"), c.plug("c")
	const vm = "02:aa:00:00:00:01"
	to := func(mark string) []byte { return serialize(t, taggedFrame(1954, a.mac, vm, mark)...) }
	if !passes(a, third, to("before"), marked("before")) {
		t.Error("an unknown station is not looked for everywhere")
	}
	b.send(taggedFrame(1214, vm, everyone, "I am here")...)
	b.flush()
	if passes(a, third, to("after"), marked("after")) {
		t.Error("a known station's frame was flooded")
	}
	if !passes(a, b, to("alone"), marked("alone")) {
		t.Error("a known station was not reached")
	}
	if learned := c.server("b").PrivateNetworks[0].Learned; len(learned) != 1 || learned[0] != vm {
		t.Errorf("%v", learned)
	}
	third.send(taggedFrame(5, vm, everyone, "I have moved")...)
	third.flush()
	if !passes(a, third, to("moved"), marked("moved")) {
		t.Error("a virtual machine that moved is not followed")
	}
}

func TestDetachingWorksOnTheNextFrameAndForgetsWhatWasLearned(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	forth := serialize(t, taggedFrame(1954, a.mac, everyone, "forth")...)
	back := serialize(t, taggedFrame(1214, b.mac, a.mac, "back")...)
	if !passes(a, b, forth, marked("forth")) || !passes(b, a, back, marked("back")) {
		t.Fatal("attached, but not connected")
	}
	c.change(func(r *rules.Rules) { r.Servers[0].PrivateNetworks = []rules.PrivateNetwork{} })
	if passes(a, b, forth, marked("forth")) || passes(b, a, back, marked("back")) {
		t.Error("detached, but still connected")
	}
	if dropped := c.server("a").Drops["vlan-not-attached"]; dropped != 1 {
		t.Errorf("%d drops", dropped)
	}
	c.change(func(r *rules.Rules) {
		r.Servers[0].PrivateNetworks = []rules.PrivateNetwork{{VLANID: 77, NetworkID: "n1"}}
	})
	if learned := c.server("a").PrivateNetworks[0].Learned; len(learned) != 0 {
		t.Errorf("%v was kept over the detach", learned)
	}
	if passes(a, b, forth, marked("forth")) {
		t.Error("the former VLAN id still works")
	}
	if !passes(a, b, serialize(t, taggedFrame(77, a.mac, everyone, "again")...), marked("again")) {
		t.Error("attached again, but not connected")
	}
	if !passes(b, a, back, func(p packet) bool { return marked("back")(p) && vlanOf(p) == 77 }) {
		t.Error("not reached under the new VLAN id")
	}
}

func TestTheMTUIsThatOfTheRealNetwork(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	for _, test := range []struct {
		length int
		passes bool
	}{{1500, true}, {1501, false}, {3000, false}} {
		mark := string(make([]byte, test.length-4)) + "mark"
		if got := passes(a, b, serialize(t, taggedFrame(1954, a.mac, everyone, mark)...), marked("mark")); got != test.passes {
			t.Errorf("%d bytes in a private network: %v", test.length, got)
		}
		mark = string(make([]byte, test.length-28-4)) + "mark"
		if got := passes(a, b, serialize(t, udpFrame(a.mac, routerMAC, a.ip, b.ip, mark)...), marked("mark")); got != test.passes {
			t.Errorf("%d bytes through the router: %v", test.length, got)
		}
	}
	if dropped := c.server("a").Drops["malformed"]; dropped != 4 {
		t.Errorf("%d drops", dropped)
	}
}

func TestWhatEndsAtEverySwitchEndsHere(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	if passes(a, b, serialize(t, taggedFrame(1954, a.mac, "01:80:c2:00:00:0e", "lldp")...), marked("lldp")) {
		t.Error("LLDP passed")
	}
	if dropped := c.server("a").Drops["not-ip"]; dropped != 1 {
		t.Errorf("%d drops", dropped)
	}
}

func TestAFrameBetweenTwoStationsOfOneServerStaysThere(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	const first, second = "02:aa:00:00:00:01", "02:aa:00:00:00:02"
	a.send(taggedFrame(1954, second, everyone, "here")...)
	frame := serialize(t, taggedFrame(1954, first, second, "mark")...)
	if passes(a, b, frame, marked("mark")) {
		t.Error("it was flooded")
	}
	a.sendBytes(frame)
	for _, p := range a.flush() {
		t.Errorf("it came back: %v", p)
	}
}
