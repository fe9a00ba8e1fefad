package internet

import (
	"sync/atomic"

	"gvisor.dev/gvisor/pkg/buffer"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/stack"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

// queueLength of packets towards the end point.
const queueLength = 4096

// link joins the TCP/IP stack and the fabric. It states no offloads, so the stack computes and checks every checksum.
type link struct {
	route      func(*frame.Frame)
	inbound    chan *frame.Frame
	dispatcher atomic.Pointer[stack.NetworkDispatcher]
	received   frame.Traffic
	sent       frame.Traffic
	drops      frame.Drops
}

func newLink(route func(*frame.Frame)) *link {
	return &link{route: route, inbound: make(chan *frame.Frame, queueLength)}
}

// WritePackets implements stack.LinkWriter. The stack calls it with locks held; the fabric never calls back from here
// (see deliver).
func (l *link) WritePackets(packets stack.PacketBufferList) (int, tcpip.Error) {
	for _, packet := range packets.AsSlice() {
		f := frame.New(frame.HeaderLength + packet.Size())
		at := f.Payload()
		for _, part := range packet.AsSlices() {
			at = at[copy(at, part):]
		}
		l.sent.Count(f)
		l.route(f)
	}
	return packets.Len(), nil
}

// deliver a frame that was routed here. It is queued, since it may come out of WritePackets.
func (l *link) deliver(f *frame.Frame) {
	select {
	case l.inbound <- f:
	default:
		l.drops.Count(frame.PortFull)
		f.Release()
	}
}

// pump queued frames into the stack, for as long as the process lives.
func (l *link) pump() {
	for f := range l.inbound {
		l.received.Count(f)
		if dispatcher := l.dispatcher.Load(); dispatcher != nil {
			packet := stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: buffer.MakeWithData(f.Payload())})
			(*dispatcher).DeliverNetworkPacket(ipv4.ProtocolNumber, packet)
			packet.DecRef()
		}
		f.Release()
	}
}

// Attach implements stack.NetworkLinkEndpoint, and so do the rest.
func (l *link) Attach(dispatcher stack.NetworkDispatcher) {
	if dispatcher == nil {
		l.dispatcher.Store(nil)
		return
	}
	l.dispatcher.Store(&dispatcher)
}

func (l *link) IsAttached() bool                           { return l.dispatcher.Load() != nil }
func (*link) MTU() uint32                                  { return frame.MTU }
func (*link) SetMTU(uint32)                                {}
func (*link) MaxHeaderLength() uint16                      { return 0 }
func (*link) LinkAddress() tcpip.LinkAddress               { return "" }
func (*link) SetLinkAddress(tcpip.LinkAddress)             {}
func (*link) Capabilities() stack.LinkEndpointCapabilities { return stack.CapabilityNone }
func (*link) Wait()                                        {}
func (*link) ARPHardwareType() header.ARPHardwareType      { return header.ARPHardwareNone }
func (*link) AddHeader(*stack.PacketBuffer)                {}
func (*link) ParseHeader(*stack.PacketBuffer) bool         { return true }
func (*link) Close()                                       {}
func (*link) SetOnCloseAction(func())                      {}
