package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"net"
	"path/filepath"

	"gvisor.dev/gvisor/pkg/buffer"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/channel"
	"gvisor.dev/gvisor/pkg/tcpip/link/ethernet"
	"gvisor.dev/gvisor/pkg/tcpip/network/arp"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/icmp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"
)

// guest is a machine with a TCP/IP stack of its own behind a port: it asks for the gateway by ARP as a kernel does.
type guest struct {
	c     *cloud
	stack *stack.Stack
}

// boot a guest in the server with this name. Address and MAC default to those of the rules.
func (c *cloud) boot(name string) *guest {
	c.t.Helper()
	for _, s := range c.rules.Servers {
		if s.Name == name {
			return c.bootAs(s.Port, s.MACAddress.String(), s.Address.String(), s.PrefixLength, s.Gateway.String())
		}
	}
	c.t.Fatalf("there is no server %s", name)
	return nil
}

func (c *cloud) bootAs(port, macAddress, address string, prefix int, gateway string) *guest {
	c.t.Helper()
	conn, err := net.Dial("unix", filepath.Join(c.folder, port))
	must(c.t, err)
	queue := channel.New(1024, 1500+header.EthernetMinimumSize, tcpip.LinkAddress(mac(macAddress)))
	s := stack.New(stack.Options{
		NetworkProtocols:   []stack.NetworkProtocolFactory{ipv4.NewProtocol, arp.NewProtocol},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol, udp.NewProtocol, icmp.NewProtocol4},
	})
	sack := tcpip.TCPSACKEnabled(true)
	s.SetTransportProtocolOption(tcp.ProtocolNumber, &sack)
	if err := s.CreateNIC(1, ethernet.New(queue)); err != nil {
		c.t.Fatal(err)
	}
	s.AddProtocolAddress(1, tcpip.ProtocolAddress{
		Protocol:          ipv4.ProtocolNumber,
		AddressWithPrefix: tcpip.AddressWithPrefix{Address: tcpip.AddrFromSlice(ip4(address)), PrefixLen: prefix},
	}, stack.AddressProperties{})
	s.SetRouteTable([]tcpip.Route{
		{Destination: (&tcpip.AddressWithPrefix{Address: tcpip.AddrFromSlice(ip4(gateway)), PrefixLen: prefix}).Subnet(), NIC: 1},
		{Destination: header.IPv4EmptySubnet, Gateway: tcpip.AddrFromSlice(ip4(gateway)), NIC: 1},
	})
	ctx, cancel := context.WithCancel(context.Background())
	c.t.Cleanup(func() {
		cancel()
		conn.Close()
		s.Destroy()
	})
	go func() {
		reader := bufio.NewReader(conn)
		for {
			b, err := readFrame(reader)
			if err != nil {
				return
			}
			p := stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: buffer.MakeWithData(b)})
			queue.InjectInbound(0, p)
			p.DecRef()
		}
	}()
	go func() {
		for p := queue.ReadContext(ctx); p != nil; p = queue.ReadContext(ctx) {
			b := p.ToView().AsSlice()
			conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...))
			p.DecRef()
		}
	}()
	c.eventually("the fabric knows the guest", func() bool {
		for _, s := range c.state().Servers {
			if s.Port == port {
				return s.Connected
			}
		}
		return false
	})
	return &guest{c, s}
}

// listen answers each connection with `serve`.
func (g *guest) listen(port uint16, serve func(conn *gonet.TCPConn)) {
	g.c.t.Helper()
	listener, err := gonet.ListenTCP(g.stack, tcpip.FullAddress{Port: port}, ipv4.ProtocolNumber)
	must(g.c.t, err)
	g.c.t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn.(*gonet.TCPConn))
		}
	}()
}

func (g *guest) dial(address string, port uint16) (*gonet.TCPConn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return gonet.DialContextTCP(ctx, g.stack, tcpip.FullAddress{NIC: 1, Addr: tcpip.AddrFromSlice(ip4(address)), Port: port}, ipv4.ProtocolNumber)
}

func (g *guest) dialUDP(address string, port uint16) net.Conn {
	g.c.t.Helper()
	conn, err := gonet.DialUDP(g.stack, nil, &tcpip.FullAddress{NIC: 1, Addr: tcpip.AddrFromSlice(ip4(address)), Port: port}, ipv4.ProtocolNumber)
	must(g.c.t, err)
	g.c.t.Cleanup(func() { conn.Close() })
	return conn
}
