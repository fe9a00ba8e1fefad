package internet

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/netip"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/transport/icmp"
	"gvisor.dev/gvisor/pkg/waiter"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

// Echo is how echo requests are sent, one after the other.
type Echo struct {
	Count   int
	Timeout time.Duration
	// Size of the payload; 28 bytes of headers come on top.
	Size         int
	DontFragment bool
}

// EchoResult has an entry in RoundTripMs for each answer and one in Errors for each that did not come.
type EchoResult struct {
	Sent        int       `json:"sent"`
	Received    int       `json:"received"`
	RoundTripMs []float64 `json:"roundTripMs"`
	Errors      []string  `json:"errors"`
}

// LargestEcho fits into one datagram (RFC 791).
const LargestEcho = 65535 - header.IPv4MinimumSize - header.ICMPv4MinimumSize

// Ping sends ICMP echo requests (RFC 792) from the internet to an address of the fabric.
func (e *Endpoint) Ping(address frame.Address, echo Echo) EchoResult {
	result := EchoResult{RoundTripMs: []float64{}, Errors: []string{}}
	var queue waiter.Queue
	socket, failure := e.stack.NewEndpoint(icmp.ProtocolNumber4, ipv4.ProtocolNumber, &queue)
	if failure != nil {
		result.Errors = append(result.Errors, failure.String())
		return result
	}
	defer socket.Close()
	if echo.DontFragment {
		socket.SetSockOptInt(tcpip.MTUDiscoverOption, int(tcpip.PMTUDiscoveryDo))
	} else {
		socket.SetSockOptInt(tcpip.MTUDiscoverOption, int(tcpip.PMTUDiscoveryDont))
	}
	if failure := socket.Connect(fullAddress(netip.AddrPortFrom(netip.AddrFrom4(address), 0))); failure != nil {
		result.Errors = append(result.Errors, failure.String())
		return result
	}
	entry, arrived := waiter.NewChannelEntry(waiter.ReadableEvents)
	queue.EventRegister(&entry)
	defer queue.EventUnregister(&entry)
	for sequence := range echo.Count {
		if length := echo.Size + header.IPv4MinimumSize + header.ICMPv4MinimumSize; echo.DontFragment && length > frame.MTU {
			result.Errors = append(result.Errors, fmt.Sprintf("message too long: %d bytes, the MTU is %d", length, frame.MTU))
			continue
		}
		request := echoRequest(uint16(sequence+1), echo.Size)
		start := time.Now()
		if _, failure := socket.Write(bytes.NewReader(request), tcpip.WriteOptions{}); failure != nil {
			result.Errors = append(result.Errors, failure.String())
			continue
		}
		result.Sent++
		if awaitReply(socket, arrived, request, start.Add(echo.Timeout)) {
			result.Received++
			result.RoundTripMs = append(result.RoundTripMs, float64(time.Since(start).Microseconds())/1000)
		} else {
			result.Errors = append(result.Errors, fmt.Sprintf("echo %d: no answer in %s", sequence+1, echo.Timeout))
		}
	}
	return result
}

// echoRequest with a payload by chance, so that a late answer is not taken for this one's.
func echoRequest(sequence uint16, size int) []byte {
	message := header.ICMPv4(make([]byte, header.ICMPv4MinimumSize+size))
	message.SetType(header.ICMPv4Echo)
	message.SetSequence(sequence)
	rand.Read(message[header.ICMPv4MinimumSize:])
	return message
}

func awaitReply(socket tcpip.Endpoint, arrived <-chan struct{}, request []byte, deadline time.Time) bool {
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	for {
		var got bytes.Buffer
		if _, failure := socket.Read(&got, tcpip.ReadOptions{}); failure == nil {
			reply := header.ICMPv4(got.Bytes())
			if len(reply) == len(request) && reply.Type() == header.ICMPv4EchoReply &&
				reply.Sequence() == header.ICMPv4(request).Sequence() && bytes.Equal(reply[header.ICMPv4MinimumSize:], request[header.ICMPv4MinimumSize:]) {
				return true
			}
			continue
		}
		select {
		case <-arrived:
		case <-timer.C:
			return false
		}
	}
}
