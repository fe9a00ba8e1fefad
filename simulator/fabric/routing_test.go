package main

import (
	"slices"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

func TestTheRouterSetsMACsAndDecrementsTheTimeToLive(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	a.send(udpFrame(a.mac, routerMAC, a.ip, b.ip, "routed")...)
	p := b.await("the packet", marked("routed"))
	if from, to := stations(p); from != routerMAC || to != b.mac {
		t.Errorf("%s to %s", from, to)
	}
	ip := p.Layer(layers.LayerTypeIPv4).(*layers.IPv4)
	sent := *ip
	sent.Checksum = 0
	if ip.TTL != 63 || ip.SrcIP.String() != a.ip || ip.Checksum != checksumOf(t, &sent) {
		t.Errorf("%+v", ip)
	}
}

func TestPaddingAndPriorityTagsDoNotMatter(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	parts := udpFrame(a.mac, routerMAC, a.ip, b.ip, "padded")
	parts[0].(*layers.Ethernet).EthernetType = layers.EthernetTypeDot1Q
	parts = append(parts[:1:1], append([]serializable{&layers.Dot1Q{Priority: 7, Type: layers.EthernetTypeIPv4}}, parts[1:]...)...)
	a.sendBytes(append(serialize(t, parts...), make([]byte, 20)...))
	p := b.await("the packet", marked("padded"))
	if len(p.Data()) != 14+28+len("padded") {
		t.Errorf("%d bytes", len(p.Data()))
	}
}

func TestAFlexibleIPIsReachedByItsOwnMACOrByThatOfTheServer(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	b.send(udpFrame(b.mac, routerMAC, "62.210.39.191", "62.210.58.179", "forth")...)
	if _, to := stations(a.await("the packet", marked("forth"))); to != flexibleMAC.String() {
		t.Errorf("to %s", to)
	}
	a.send(udpFrame(flexibleMAC.String(), routerMAC, "62.210.58.179", "62.210.39.191", "back")...)
	if _, to := stations(b.await("the answer", marked("back"))); to != b.mac {
		t.Errorf("to %s", to)
	}
}

func TestAFlexibleIPMovesWithTheNextFrame(t *testing.T) {
	c := startCloud(t)
	a, b, third := c.plug("a"), c.plug("b"), c.plug("c")
	flexible := c.rules.Servers[0].FlexibleIPs
	to := serialize(t, udpFrame(third.mac, routerMAC, third.ip, "62.210.58.179", "to it")...)
	from := func() []byte {
		return serialize(t, udpFrame(flexibleMAC.String(), routerMAC, "62.210.58.179", third.ip, "from it")...)
	}
	where := func() (at []string) {
		if passes(third, a, to, marked("to it")) {
			at = append(at, "to a")
		}
		if passes(third, b, to, marked("to it")) {
			at = append(at, "to b")
		}
		if passes(a, third, from(), marked("from it")) {
			at = append(at, "from a")
		}
		if passes(b, third, from(), marked("from it")) {
			at = append(at, "from b")
		}
		return at
	}
	expect := func(when string, wanted ...string) {
		t.Helper()
		if at := where(); !slices.Equal(at, wanted) {
			t.Errorf("%s: %v", when, at)
		}
	}
	expect("attached to a", "to a", "from a")
	c.change(func(r *rules.Rules) {
		r.Servers[0].FlexibleIPs = []rules.FlexibleIP{}
		r.Servers[1].FlexibleIPs = flexible
	})
	expect("moved to b", "to b", "from b")
	c.change(func(r *rules.Rules) { r.Servers[1].FlexibleIPs = []rules.FlexibleIP{} })
	expect("detached")
	if drops := c.server("c").Drops["no-route"]; drops != 2 {
		t.Errorf("%d drops", drops)
	}
}

func TestTheRouterExplainsWhatItDrops(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	for _, test := range []struct {
		reason string
		frame  []serializable
		code   layers.ICMPv4TypeCode
	}{
		{"ttl", udpFrameTTL(1, a.mac, routerMAC, a.ip, "51.159.13.18", "x"), layers.CreateICMPv4TypeCode(layers.ICMPv4TypeTimeExceeded, layers.ICMPv4CodeTTLExceeded)},
		{"no-route", udpFrame(a.mac, routerMAC, a.ip, "8.8.8.8", "x"), layers.CreateICMPv4TypeCode(layers.ICMPv4TypeDestinationUnreachable, layers.ICMPv4CodeNet)},
	} {
		a.send(test.frame...)
		p := a.await("an explanation", func(p packet) bool { return p.Layer(layers.LayerTypeICMPv4) != nil })
		ip, message := p.Layer(layers.LayerTypeIPv4).(*layers.IPv4), p.Layer(layers.LayerTypeICMPv4).(*layers.ICMPv4)
		if message.TypeCode != test.code || ip.SrcIP.String() != a.router || len(message.Payload) != 29 {
			t.Errorf("%s: %v from %s", test.reason, message.TypeCode, ip.SrcIP)
		}
		if drops := c.server("a").Drops; drops[test.reason] != 1 {
			t.Errorf("%v", drops)
		}
	}
}

func TestAPacketToTheGatewayItselfNeedsNoTimeToLive(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	ip := &layers.IPv4{Version: 4, TTL: 1, Protocol: layers.IPProtocolICMPv4, SrcIP: ip4(a.ip), DstIP: ip4(a.router)}
	echo := &layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(layers.ICMPv4TypeEchoRequest, 0), Id: 5, Seq: 6}
	a.send(etherHeader(a.mac, routerMAC, layers.EthernetTypeIPv4), ip, echo, payload("are you there"))
	p := a.await("the answer", marked("are you there"))
	answer := p.Layer(layers.LayerTypeICMPv4).(*layers.ICMPv4)
	if answer.TypeCode.Type() != layers.ICMPv4TypeEchoReply || answer.Id != 5 || answer.Seq != 6 {
		t.Errorf("%+v", answer)
	}
}

func TestFragmentsAreRoutedByTheirHeaderAlone(t *testing.T) {
	c := startCloud(t)
	c.boot("b")
	// 3000 bytes come in three fragments, both ways.
	result := c.ping(map[string]any{"address": "51.159.13.18", "count": 1, "size": 3000})
	if result.Received != 1 {
		t.Errorf("%+v", result)
	}
	result = c.ping(map[string]any{"address": "51.159.13.18", "count": 1, "size": 1473, "dontFragment": true})
	if result.Sent != 0 || len(result.Errors) != 1 {
		t.Errorf("%+v", result)
	}
	result = c.ping(map[string]any{"address": "51.159.13.18", "count": 1, "size": 1472, "dontFragment": true})
	if result.Received != 1 {
		t.Errorf("%+v", result)
	}
}

func TestWhatIsForAServerWithoutPowerIsCountedAsRoutedNowhere(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	a.send(udpFrame(a.mac, routerMAC, a.ip, "51.159.13.18", "hello")...)
	a.flush()
	if n := c.state().RoutedNowhere; n != 1 {
		t.Errorf("%d", n)
	}
}

func TestAGuestWithABrokenNetworkIsReallyCut(t *testing.T) {
	for what, boot := range map[string]func(c *cloud){
		"a foreign MAC":     func(c *cloud) { c.bootAs("p1", "b4:83:51:00:00:09", "51.159.39.206", 24, "51.159.39.1") },
		"a foreign address": func(c *cloud) { c.bootAs("p1", "b4:83:51:00:00:01", "51.159.39.77", 24, "51.159.39.1") },
		"a foreign gateway": func(c *cloud) { c.bootAs("p1", "b4:83:51:00:00:01", "51.159.39.206", 24, "51.159.39.9") },
	} {
		c := startCloud(t)
		boot(c)
		if result := c.ping(map[string]any{"address": "51.159.39.206", "count": 2, "timeoutMs": 100}); result.Received != 0 || result.Sent != 2 || len(result.Errors) != 2 {
			t.Errorf("%s: %+v", what, result)
		}
	}
}

func checksumOf(t *testing.T, ip *layers.IPv4) uint16 {
	b := serialize(t, ip, payload(ip.Payload))
	return uint16(b[10])<<8 | uint16(b[11])
}

func stations(p packet) (from, to string) {
	header := p.Layer(layers.LayerTypeEthernet).(*layers.Ethernet)
	return header.SrcMAC.String(), header.DstMAC.String()
}

func TestNobodyComplainsAboutAComplaint(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	ip := &layers.IPv4{Version: 4, TTL: 64, Protocol: layers.IPProtocolICMPv4, SrcIP: ip4(a.ip), DstIP: ip4("8.8.8.8")}
	unreachable := &layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(layers.ICMPv4TypeDestinationUnreachable, layers.ICMPv4CodePort)}
	a.send(etherHeader(a.mac, routerMAC, layers.EthernetTypeIPv4), ip, unreachable, payload("about something"))
	if seen := a.flush(); len(seen) > 0 || c.server("a").Drops["no-route"] != 1 {
		t.Errorf("%v %v", seen, c.server("a").Drops)
	}
}
