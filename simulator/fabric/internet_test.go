package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"golang.org/x/net/dns/dnsmessage"
	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// loopbackServer echoes what is said, in capitals.
func loopbackServer(t *testing.T, network, address string) string {
	listener, err := net.Listen(network, address)
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				said, _ := io.ReadAll(conn)
				conn.Write([]byte(strings.ToUpper(string(said))))
			}()
		}
	}()
	return listener.Addr().String()
}

// loopbackProxy answers CONNECT with an echo in capitals, and remembers what was asked for.
func loopbackProxy(t *testing.T) (string, *atomic.Value) {
	asked := new(atomic.Value)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				reader := bufio.NewReader(conn)
				request, err := http.ReadRequest(reader)
				if err != nil {
					return
				}
				asked.Store(request.Method + " " + request.Host)
				if strings.HasPrefix(request.Host, "refused.") {
					fmt.Fprint(conn, "HTTP/1.1 403 Forbidden\r\n\r\n")
					return
				}
				// The first bytes of the tunnel come together with the answer.
				fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\nfirst ")
				said, _ := io.ReadAll(reader)
				conn.Write([]byte(strings.ToUpper(string(said))))
			}()
		}
	}()
	return listener.Addr().String(), asked
}

func exchange(t *testing.T, conn *gonet.TCPConn, text string) string {
	t.Helper()
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	_, err := conn.Write([]byte(text))
	must(t, err)
	must(t, conn.CloseWrite())
	heard, err := io.ReadAll(conn)
	must(t, err)
	return string(heard)
}

func withServices(r *rules.Rules, services ...rules.Service) { r.Internet.Services = services }

func TestServicesAreReachedThroughAProxyAndStraight(t *testing.T) {
	c := startCloud(t)
	proxy, asked := loopbackProxy(t)
	socket := c.folder + "/service"
	loopbackServer(t, "unix", socket)
	c.change(func(r *rules.Rules) {
		withServices(r,
			rules.Service{Names: []string{"api.scaleway.com"}, Address: addressOf("203.0.113.10"), Port: 443, Proxy: proxy, Connect: "api.scaleway.com:443"},
			rules.Service{Names: []string{}, Address: addressOf("203.0.113.11"), Port: 443, Proxy: proxy, Connect: "refused.example:443"},
			rules.Service{Names: []string{"mirror.example"}, Address: addressOf("203.0.113.20"), Port: 80, Forward: loopbackServer(t, "tcp", "127.0.0.1:0")},
			rules.Service{Names: []string{}, Address: addressOf("203.0.113.20"), Port: 81, Forward: "unix:" + socket},
		)
	})
	a := c.boot("a")
	for _, test := range []struct {
		address string
		port    uint16
		heard   string
	}{{"203.0.113.10", 443, "first HELLO"}, {"203.0.113.20", 80, "HELLO"}, {"203.0.113.20", 81, "HELLO"}} {
		conn, err := a.dial(test.address, test.port)
		must(t, err)
		if heard := exchange(t, conn, "hello"); heard != test.heard {
			t.Errorf("%s:%d said %q", test.address, test.port, heard)
		}
	}
	if asked.Load() != "CONNECT api.scaleway.com:443" {
		t.Errorf("the proxy was asked for %v", asked.Load())
	}
	if _, err := a.dial("203.0.113.11", 443); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("what the proxy refuses is reset: %v", err)
	}
}

func TestEveryOtherPortOfTheInternetIsRefusedAtOnceAndCounted(t *testing.T) {
	c := startCloud(t)
	a := c.boot("a")
	if _, err := a.dial("203.0.113.1", 123); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("TCP: %v", err)
	}
	n := c.plug("c")
	n.send(udpFrame(n.mac, routerMAC, n.ip, "1.1.1.1", "what time is it")...)
	n.await("port unreachable", func(p gopacket.Packet) bool {
		message, ok := p.Layer(layers.LayerTypeICMPv4).(*layers.ICMPv4)
		return ok && message.TypeCode == layers.CreateICMPv4TypeCode(layers.ICMPv4TypeDestinationUnreachable, layers.ICMPv4CodePort)
	})
	refused := c.state().Internet.RefusedConnections
	if refused["203.0.113.1:123/tcp"] != 1 || refused["1.1.1.1:4001/udp"] != 1 {
		t.Errorf("%v", refused)
	}
}

func question(t *testing.T, name string, kind dnsmessage.Type) []byte {
	message := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 77, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName(name), Type: kind, Class: dnsmessage.ClassINET}},
	}
	packed, err := message.Pack()
	must(t, err)
	return packed
}

func TestTheResolversAnswerForServicesOnly(t *testing.T) {
	c := startCloud(t)
	c.change(func(r *rules.Rules) {
		withServices(r,
			rules.Service{Names: []string{"api.scaleway.com"}, Address: addressOf("203.0.113.10"), Port: 443, Forward: "127.0.0.1:9"},
			rules.Service{Names: []string{"*.scw.cloud"}, Address: addressOf("203.0.113.11"), Port: 443, Forward: "127.0.0.1:9"},
		)
	})
	a := c.boot("a")
	ask := func(over net.Conn, name string, kind dnsmessage.Type) (answer dnsmessage.Message) {
		t.Helper()
		over.SetDeadline(time.Now().Add(patience))
		asked := question(t, name, kind)
		buffer := make([]byte, 2000)
		if over.LocalAddr().Network() == "tcp" {
			over.Write(append([]byte{byte(len(asked) >> 8), byte(len(asked))}, asked...))
			_, err := io.ReadFull(over, buffer[:2])
			must(t, err)
			buffer = buffer[:int(buffer[0])<<8|int(buffer[1])]
			_, err = io.ReadFull(over, buffer)
			must(t, err)
		} else {
			over.Write(asked)
			n, err := over.Read(buffer)
			must(t, err)
			buffer = buffer[:n]
		}
		must(t, answer.Unpack(buffer))
		return answer
	}
	tcp, err := a.dial("1.1.1.1", 53)
	must(t, err)
	defer tcp.Close()
	for _, over := range []net.Conn{a.dialUDP("1.1.1.1", 53), tcp} {
		for _, test := range []struct {
			name    string
			kind    dnsmessage.Type
			code    dnsmessage.RCode
			address string
		}{
			{"api.scaleway.com.", dnsmessage.TypeA, dnsmessage.RCodeSuccess, "203.0.113.10"},
			{"API.Scaleway.com.", dnsmessage.TypeA, dnsmessage.RCodeSuccess, "203.0.113.10"},
			{"bucket.s3.fr-par.scw.cloud.", dnsmessage.TypeA, dnsmessage.RCodeSuccess, "203.0.113.11"},
			{"scw.cloud.", dnsmessage.TypeA, dnsmessage.RCodeNameError, ""},
			{"api.scaleway.com.", dnsmessage.TypeAAAA, dnsmessage.RCodeSuccess, ""},
			{"downloads.example.", dnsmessage.TypeA, dnsmessage.RCodeNameError, ""},
		} {
			answer := ask(over, test.name, test.kind)
			var address string
			if len(answer.Answers) == 1 {
				address = frame.Address(answer.Answers[0].Body.(*dnsmessage.AResource).A).String()
			}
			if answer.ID != 77 || answer.RCode != test.code || address != test.address {
				t.Errorf("%s %s over %s: %s %q", test.name, test.kind, over.LocalAddr().Network(), answer.RCode, address)
			}
		}
	}
	if refused := c.state().Internet.RefusedNames; refused["downloads.example"] != 2 || refused["scw.cloud"] != 2 || len(refused) != 2 {
		t.Errorf("%v", refused)
	}
}

func TestOneServerReachesAnotherThroughTheRouter(t *testing.T) {
	c := startCloud(t)
	a, b := c.boot("a"), c.boot("b")
	b.listen(80, func(conn *gonet.TCPConn) {
		said, _ := io.ReadAll(conn)
		conn.Write(said)
		conn.Close()
	})
	conn, err := a.dial("51.159.13.18", 80)
	must(t, err)
	if heard := exchange(t, conn, "hello"); heard != "hello" {
		t.Errorf("%q came back", heard)
	}
}

func TestTheNeighbourInTheOwnSubnetIsReachedByProxyARP(t *testing.T) {
	c := startCloud(t)
	a, neighbour := c.boot("a"), c.boot("c")
	neighbour.listen(80, func(conn *gonet.TCPConn) { conn.Write([]byte("here")); conn.Close() })
	conn, err := a.dial("51.159.39.207", 80)
	must(t, err)
	if heard := exchange(t, conn, ""); heard != "here" {
		t.Errorf("%q came back", heard)
	}
}
