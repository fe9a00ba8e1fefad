package internet

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
)

// ErrRefused is a reset: the machine is there, the port is closed.
var ErrRefused = errors.New("connection refused")

// ErrSilent is no answer in time: no machine, or one that its network cuts off.
var ErrSilent = errors.New("no answer in time")

// Dial opens a TCP connection from the internet to an address of the fabric.
func (e *Endpoint) Dial(to netip.AddrPort, timeout time.Duration) (HalfCloser, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	conn, err := gonet.DialContextTCP(ctx, e.stack, fullAddress(to), ipv4.ProtocolNumber)
	if err == nil {
		return conn, nil
	}
	if ctx.Err() != nil {
		return nil, ErrSilent
	}
	var failed *net.OpError
	if errors.As(err, &failed) && failed.Err.Error() == (&tcpip.ErrConnectionRefused{}).String() {
		return nil, ErrRefused
	}
	return nil, err
}
