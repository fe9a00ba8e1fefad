package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"testing"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
)

// BenchmarkFrames pushes frames of two sizes from one guest to another, at most `window` ahead of the receiver, so that
// none is dropped.
func BenchmarkFrames(b *testing.B) {
	for _, size := range []int{64, 1400} {
		mark := string(make([]byte, size-42))
		b.Run(fmt.Sprintf("private-network/%d", size), func(b *testing.B) {
			flow(b, func(from, to *nic) []byte { return serialize(b, taggedFrame(1954, from.mac, to.mac, mark)...) })
		})
		b.Run(fmt.Sprintf("routed/%d", size), func(b *testing.B) {
			flow(b, func(from, to *nic) []byte {
				return serialize(b, udpFrame(from.mac, routerMAC, from.ip, to.ip, mark)...)
			})
		})
	}
}

const window = 512

func flow(b *testing.B, build func(from, to *nic) []byte) {
	c := startCloud(b)
	from, to := c.plug("a"), c.plug("b")
	from.stopReceiving()
	to.send(taggedFrame(1214, to.mac, from.mac, "known")...)
	to.flush()
	to.stopReceiving()
	frame := build(from, to)
	wire := append(binary.BigEndian.AppendUint32(nil, uint32(len(frame))), frame...)
	credits := make(chan struct{}, window)
	b.SetBytes(int64(len(frame)))
	b.ReportAllocs()
	b.ResetTimer()
	go func() {
		writer := bufio.NewWriterSize(from.conn, 64<<10)
		for range b.N {
			select {
			case credits <- struct{}{}:
			default:
				writer.Flush()
				credits <- struct{}{}
			}
			writer.Write(wire)
		}
		writer.Flush()
	}()
	reader := bufio.NewReaderSize(to.conn, 64<<10)
	for range b.N {
		must(b, skipFrame(reader))
		<-credits
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
}

func skipFrame(reader *bufio.Reader) error {
	length, err := reader.Peek(4)
	if err != nil {
		return err
	}
	_, err = reader.Discard(4 + int(binary.BigEndian.Uint32(length)))
	return err
}

// BenchmarkRoundTrip sends one frame through the router and the answer back, one at a time.
func BenchmarkRoundTrip(b *testing.B) {
	c := startCloud(b)
	one, other := c.plug("a"), c.plug("b")
	one.stopReceiving()
	other.stopReceiving()
	forth := serialize(b, udpFrame(one.mac, routerMAC, one.ip, other.ip, "forth")...)
	back := serialize(b, udpFrame(other.mac, routerMAC, other.ip, one.ip, "back")...)
	go func() {
		for {
			if _, err := readFrame(other.conn); err != nil {
				return
			}
			other.sendBytes(back)
		}
	}()
	for b.Loop() {
		one.sendBytes(forth)
		_, err := readFrame(one.conn)
		must(b, err)
	}
}

// BenchmarkConnect carries bytes from the control socket through the internet's and a guest's TCP.
func BenchmarkConnect(b *testing.B) {
	c := startCloud(b)
	received := make(chan int64, 1)
	c.boot("a").listen(22, func(conn *gonet.TCPConn) {
		n, _ := io.Copy(io.Discard, conn)
		received <- n
		conn.Close()
	})
	conn, status, words := c.connect("51.159.39.206:22", patience)
	if status != 200 {
		b.Fatal(words)
	}
	piece := make([]byte, 64<<10)
	b.SetBytes(int64(len(piece)))
	b.ResetTimer()
	for range b.N {
		_, err := conn.Write(piece)
		must(b, err)
	}
	must(b, conn.(*buffered).CloseWrite())
	if n := <-received; n != int64(b.N*len(piece)) {
		b.Fatalf("%d bytes arrived", n)
	}
}

// stopReceiving leaves the connection to the caller.
func (n *nic) stopReceiving() {
	n.t.Helper()
	must(n.t, n.conn.SetReadDeadline(time.Unix(1, 0)))
	for range n.frames {
		// until its reader has ended
	}
	must(n.t, n.conn.SetReadDeadline(time.Time{}))
}
