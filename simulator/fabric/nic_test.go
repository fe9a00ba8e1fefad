package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

// nic speaks QEMU's side of `-netdev stream`: a 4-byte length, then the frame.
type nic struct {
	t      testing.TB
	conn   net.Conn
	frames chan packet
	mac    string
	ip     string
	router string
}

// plug a fake guest into the port of the server with this name.
func (c *cloud) plug(name string) *nic {
	c.t.Helper()
	for _, s := range c.rules.Servers {
		if s.Name != name {
			continue
		}
		conn, err := net.Dial("unix", filepath.Join(c.folder, s.Port))
		must(c.t, err)
		n := &nic{t: c.t, conn: conn, frames: make(chan packet, 4096), mac: s.MACAddress.String(), ip: s.Address.String(), router: s.Gateway.String()}
		c.t.Cleanup(func() { conn.Close() })
		go n.receive()
		c.eventually("the fabric knows the new connection", func() bool { return c.server(name).Connected })
		n.flush()
		return n
	}
	c.t.Fatalf("there is no server %s", name)
	return nil
}

func (n *nic) receive() {
	defer close(n.frames)
	reader := bufio.NewReader(n.conn)
	for {
		b, err := readFrame(reader)
		if err != nil {
			return
		}
		n.frames <- packetOf(b)
	}
}

func packetOf(b []byte) packet {
	return gopacket.NewPacket(b, layers.LayerTypeEthernet, gopacket.Default)
}

func readFrame(from io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(from, length[:]); err != nil {
		return nil, err
	}
	b := make([]byte, binary.BigEndian.Uint32(length[:]))
	_, err := io.ReadFull(from, b)
	return b, err
}

// send layers as one frame, with lengths and checksums.
func (n *nic) send(parts ...gopacket.SerializableLayer) {
	n.t.Helper()
	n.sendBytes(serialize(n.t, parts...))
}

func (n *nic) sendBytes(b []byte) {
	n.t.Helper()
	_, err := n.conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...))
	must(n.t, err)
}

func serialize(t testing.TB, parts ...gopacket.SerializableLayer) []byte {
	t.Helper()
	buffer := gopacket.NewSerializeBuffer()
	must(t, gopacket.SerializeLayers(buffer, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, parts...))
	return buffer.Bytes()
}

// await the first frame that matches, with a deadline.
func (n *nic) await(what string, matches func(packet) bool) packet {
	n.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case p, open := <-n.frames:
			if !open {
				n.t.Fatalf("disconnected while waiting for %s", what)
			}
			if matches(p) {
				return p
			}
		case <-deadline:
			n.t.Fatalf("not in %s: %s", patience, what)
		}
	}
}

// awaitEnd of the connection, which the fabric closes.
func (n *nic) awaitEnd() {
	n.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case _, open := <-n.frames:
			if !open {
				return
			}
		case <-deadline:
			n.t.Fatalf("still connected after %s", patience)
		}
	}
}

// flush gives everything that came until now. The router's answer to a question of this moment marks the end: frames stay
// in order, so nothing that was handled before comes later.
func (n *nic) flush() (before []packet) {
	n.t.Helper()
	n.send(arpRequest(n.mac, n.ip, n.router)...)
	n.await("the router's answer", func(p packet) bool {
		if answer, ok := p.Layer(layers.LayerTypeARP).(*layers.ARP); ok &&
			answer.Operation == layers.ARPReply && net.IP(answer.SourceProtAddress).String() == n.router {
			return true
		}
		before = append(before, p)
		return false
	})
	return before
}

// passes sends a frame and tells whether the other guest has got it, or any that `seen` takes for it.
func passes(from, to *nic, frame []byte, seen func(packet) bool) bool {
	from.t.Helper()
	to.flush()
	from.sendBytes(frame)
	from.flush()
	for _, p := range to.flush() {
		if seen(p) {
			return true
		}
	}
	return false
}
