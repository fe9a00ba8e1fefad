// Package internet is the end point outside: what servers find on the internet, and from where an operator comes. It is a
// TCP/IP stack in this process (gVisor's), so it needs neither root nor a tap device and reaches nothing by itself.
package internet

import (
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/icmp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

const (
	nic = tcpip.NICID(1)
	// handshakesLimit is how many connections may be on their way to a service at once.
	handshakesLimit = 256
)

// Endpoint answers for every address that is routed to it: its own, those of the services, the resolvers and the gateways.
type Endpoint struct {
	stack    *stack.Stack
	link     *link
	settings atomic.Pointer[settings]

	RefusedNames       refusals
	RefusedConnections refusals

	lock    sync.Mutex
	address frame.Address
}

// settings are what the rules say, looked up by packet.
type settings struct {
	services  map[netip.AddrPort]rules.Service
	resolvers map[frame.Address]bool
	names     names
}

// New end point whose packets are handed to route.
func New(route func(*frame.Frame)) (*Endpoint, error) {
	e := &Endpoint{link: newLink(route)}
	e.settings.Store(&settings{})
	e.stack = stack.New(stack.Options{
		NetworkProtocols:   []stack.NetworkProtocolFactory{ipv4.NewProtocol},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol, udp.NewProtocol, icmp.NewProtocol4},
	})
	sack := tcpip.TCPSACKEnabled(true)
	if err := e.stack.SetTransportProtocolOption(tcp.ProtocolNumber, &sack); err != nil {
		return nil, fmt.Errorf("TCP SACK: %s", err)
	}
	if err := e.stack.CreateNIC(nic, e.link); err != nil {
		return nil, fmt.Errorf("the internet's interface: %s", err)
	}
	// Answer for, and in the name of, addresses that come and go with the rules: only these are routed here.
	if err := e.stack.SetPromiscuousMode(nic, true); err != nil {
		return nil, fmt.Errorf("the internet's addresses: %s", err)
	}
	if err := e.stack.SetSpoofing(nic, true); err != nil {
		return nil, fmt.Errorf("the internet's addresses: %s", err)
	}
	e.stack.SetRouteTable([]tcpip.Route{{Destination: header.IPv4EmptySubnet, NIC: nic}})
	e.stack.SetTransportProtocolHandler(tcp.ProtocolNumber, tcp.NewForwarder(e.stack, 0, handshakesLimit, e.acceptTCP).HandlePacket)
	e.stack.SetTransportProtocolHandler(udp.ProtocolNumber, udp.NewForwarder(e.stack, e.acceptUDP).HandlePacket)
	go e.link.pump()
	return e, nil
}

// Deliver takes a frame that was routed here.
func (e *Endpoint) Deliver(f *frame.Frame) { e.link.deliver(f) }

// Drops of packets that came from here or could not be taken.
func (e *Endpoint) Drops() *frame.Drops { return &e.link.drops }

// Received from servers.
func (e *Endpoint) Received() frame.TrafficCount { return e.link.received.Now() }

// Sent to servers.
func (e *Endpoint) Sent() frame.TrafficCount { return e.link.sent.Now() }

// Apply makes the rules those that later packets meet. Connections that stand go on.
func (e *Endpoint) Apply(r *rules.Rules) {
	next := &settings{
		services:  map[netip.AddrPort]rules.Service{},
		resolvers: map[frame.Address]bool{},
		names:     newNames(r.Internet.Services),
	}
	for _, service := range r.Internet.Services {
		next.services[netip.AddrPortFrom(netip.AddrFrom4(service.Address), service.Port)] = service
	}
	for _, resolver := range r.Resolvers {
		next.resolvers[resolver] = true
	}
	e.settings.Store(next)
	e.setAddress(r.Internet.Address)
}

// setAddress that connections and echo requests come from.
func (e *Endpoint) setAddress(address frame.Address) {
	e.lock.Lock()
	defer e.lock.Unlock()
	if address == e.address {
		return
	}
	e.stack.AddProtocolAddress(nic, tcpip.ProtocolAddress{
		Protocol:          ipv4.ProtocolNumber,
		AddressWithPrefix: tcpip.AddrFrom4(address).WithPrefix(),
	}, stack.AddressProperties{PEB: stack.FirstPrimaryEndpoint})
	if e.address != frame.Unspecified {
		e.stack.RemoveAddress(nic, tcpip.AddrFrom4(e.address))
	}
	e.address = address
}
