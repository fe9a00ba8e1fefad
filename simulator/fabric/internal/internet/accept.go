package internet

import (
	"fmt"
	"log"
	"net"
	"net/netip"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"
	"gvisor.dev/gvisor/pkg/waiter"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

const portDNS = 53

// local is what the packet was sent to.
func local(id stack.TransportEndpointID) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4(id.LocalAddress.As4()), id.LocalPort)
}

// acceptTCP is called for every new connection, in its own goroutine. The service is reached first: a connection that
// leads nowhere is refused, as a closed port refuses it.
func (e *Endpoint) acceptTCP(request *tcp.ForwarderRequest) {
	settings, to := e.settings.Load(), local(request.ID())
	if to.Port() == portDNS && settings.resolvers[frame.Address(to.Addr().As4())] {
		if conn := complete(request); conn != nil {
			e.serveNamesTCP(conn)
		}
		return
	}
	service, found := settings.services[to]
	if !found {
		e.RefusedConnections.count(fmt.Sprintf("%s/tcp", to))
		request.Complete(true)
		return
	}
	upstream, err := connect(service)
	if err != nil {
		log.Printf("internet: %s (%s): %v", to, service.Names, err)
		request.Complete(true)
		return
	}
	if conn := complete(request); conn != nil {
		Join(conn, upstream)
	} else {
		upstream.Close()
	}
}

func complete(request *tcp.ForwarderRequest) *gonet.TCPConn {
	var queue waiter.Queue
	endpoint, err := request.CreateEndpoint(&queue)
	request.Complete(err != nil)
	if err != nil {
		return nil
	}
	endpoint.SocketOptions().SetKeepAlive(true)
	return gonet.NewTCPConn(&queue, endpoint)
}

// acceptUDP takes questions to the resolvers. False is answered with ICMP port unreachable.
func (e *Endpoint) acceptUDP(request *udp.ForwarderRequest) bool {
	to := local(request.ID())
	if to.Port() != portDNS || !e.settings.Load().resolvers[frame.Address(to.Addr().As4())] {
		e.RefusedConnections.count(fmt.Sprintf("%s/udp", to))
		return false
	}
	var queue waiter.Queue
	endpoint, err := request.CreateEndpoint(&queue)
	if err != nil {
		return true
	}
	go e.serveNamesUDP(gonet.NewUDPConn(&queue, endpoint))
	return true
}

// fullAddress for the stack.
func fullAddress(to netip.AddrPort) tcpip.FullAddress {
	return tcpip.FullAddress{NIC: nic, Addr: tcpip.AddrFrom4(to.Addr().As4()), Port: to.Port()}
}

var _ net.Conn = (*gonet.TCPConn)(nil)
