package main

import (
	"encoding/binary"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/gopacket/gopacket/pcapgo"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

func TestANewerConnectionReplacesTheOlder(t *testing.T) {
	c := startCloud(t)
	older, b := c.plug("a"), c.plug("b")
	newer := c.plug("a")
	older.awaitEnd()
	if !passes(b, newer, serialize(t, udpFrame(b.mac, routerMAC, b.ip, newer.ip, "mark")...), marked("mark")) {
		t.Error("the newer connection gets nothing")
	}
	if !passes(newer, b, serialize(t, udpFrame(newer.mac, routerMAC, newer.ip, b.ip, "back")...), marked("back")) {
		t.Error("the newer connection sends nothing")
	}
	if !c.server("a").Connected {
		t.Error("the server counts as gone")
	}
}

func TestAServerThatGoesIsForgottenByItsPrivateNetworks(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	a.send(taggedFrame(1954, a.mac, everyone, "here")...)
	a.flush()
	if learned := c.server("a").PrivateNetworks[0].Learned; len(learned) != 1 {
		t.Fatalf("%v", learned)
	}
	a.conn.Close()
	c.eventually("the fabric sees that the guest is gone", func() bool { return !c.server("a").Connected })
	c.eventually("its stations are forgotten", func() bool { return len(c.server("a").PrivateNetworks[0].Learned) == 0 })
}

func TestPortsComeAndGoWithTheRules(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	all := c.rules.Servers
	c.change(func(r *rules.Rules) { r.Servers = all[1:] })
	a.awaitEnd()
	if _, err := os.Lstat(filepath.Join(c.folder, "p1")); !os.IsNotExist(err) {
		t.Errorf("the socket is still there: %v", err)
	}
	b.flush()
	c.change(func(r *rules.Rules) { r.Servers = all })
	if about, err := os.Stat(filepath.Join(c.folder, "p1")); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", about, err)
	}
	again := c.plug("a")
	if !passes(again, b, serialize(t, taggedFrame(1954, again.mac, everyone, "mark")...), marked("mark")) {
		t.Error("the server that came back is not connected")
	}
}

func TestAPortThatBecomesAnotherServersDisconnectsTheGuest(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	c.change(func(r *rules.Rules) { r.Servers[0].ID = "id-other" })
	a.awaitEnd()
	c.plug("a").flush()
}

func TestAGuestThatDoesNotReadHoldsUpNobody(t *testing.T) {
	c := startCloud(t)
	a, third := c.plug("a"), c.plug("c")
	deaf, err := net.Dial("unix", filepath.Join(c.folder, "p2"))
	must(t, err)
	defer deaf.Close()
	c.eventually("the deaf guest is connected", func() bool { return c.server("b").Connected })
	long := serialize(t, udpFrame(a.mac, routerMAC, a.ip, "51.159.13.18", string(make([]byte, 1400)))...)
	c.eventually("its queue is full", func() bool {
		for range 200 {
			a.sendBytes(long)
		}
		a.flush()
		return c.server("b").Drops["port-full"] > 0
	})
	if !passes(a, third, serialize(t, udpFrame(a.mac, routerMAC, a.ip, third.ip, "mark")...), marked("mark")) {
		t.Error("another server is held up")
	}
}

func TestWhatIsNotQEMUsStreamIsDisconnected(t *testing.T) {
	c := startCloud(t)
	a := c.plug("a")
	_, err := a.conn.Write(binary.BigEndian.AppendUint32(nil, 0x47455420)) // "GET "
	must(t, err)
	a.awaitEnd()
}

func TestACaptureHoldsBothDirectionsAndIsPrivate(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	file := filepath.Join(c.folder, "a.pcap")
	if status, words := c.request("PUT", "/servers/id-a/pcap", map[string]string{"file": file}); status != http.StatusNoContent {
		t.Fatalf("%d %s", status, words)
	}
	if pcap := c.server("a").Pcap; pcap == nil || *pcap != file {
		t.Errorf("%v", pcap)
	}
	passes(a, b, serialize(t, udpFrame(a.mac, routerMAC, a.ip, b.ip, "forth")...), marked("forth"))
	passes(b, a, serialize(t, udpFrame(b.mac, routerMAC, b.ip, a.ip, "back")...), marked("back"))
	a.send(taggedFrame(9, a.mac, everyone, "dropped")...)
	a.flush()
	if status, _ := c.request("DELETE", "/servers/id-a/pcap", nil); status != http.StatusNoContent {
		t.Error(status)
	}
	a.send(taggedFrame(9, a.mac, everyone, "later")...)
	a.flush()
	if pcap := c.server("a").Pcap; pcap != nil {
		t.Errorf("%v", *pcap)
	}
	about, err := os.Stat(file)
	must(t, err)
	if about.Mode().Perm() != 0o600 {
		t.Errorf("%v", about.Mode())
	}
	opened, err := os.Open(file)
	must(t, err)
	defer opened.Close()
	reader, err := pcapgo.NewReader(opened)
	must(t, err)
	seen := map[string]int{}
	for b, _, err := reader.ReadPacketData(); err == nil; b, _, err = reader.ReadPacketData() {
		for _, mark := range []string{"forth", "back", "dropped", "later"} {
			if marked(mark)(packetOf(b)) {
				seen[mark]++
			}
		}
	}
	if seen["forth"] != 1 || seen["back"] != 1 || seen["dropped"] != 1 || seen["later"] != 0 {
		t.Errorf("%v", seen)
	}
	for _, test := range []struct {
		path, file string
		status     int
	}{{"/servers/nobody/pcap", file, http.StatusNotFound}, {"/servers/id-a/pcap", "a.pcap", http.StatusBadRequest}, {"/servers/id-a/pcap", c.folder, http.StatusBadRequest}} {
		if status, _ := c.request("PUT", test.path, map[string]string{"file": test.file}); status != test.status {
			t.Errorf("%s %s: %d", test.path, test.file, status)
		}
	}
}

func TestTrafficIsCountedInBothDirections(t *testing.T) {
	c := startCloud(t)
	a, b := c.plug("a"), c.plug("b")
	before := c.server("b")
	a.send(udpFrame(a.mac, routerMAC, a.ip, b.ip, "12345678")...)
	b.await("the packet", marked("12345678"))
	after := c.server("b")
	if after.Sent.Frames != before.Sent.Frames+1 || after.Sent.Bytes != before.Sent.Bytes+14+28+8 || after.Received != before.Received {
		t.Errorf("%+v, then %+v", before, after)
	}
}
