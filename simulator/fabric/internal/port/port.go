// Package port is where a guest's NIC hangs on the fabric: a Unix socket that QEMU connects to with
// `-netdev stream,server=off,addr.type=unix,addr.path=<folder>/<port>`.
package port

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

// Owner is told what happens at a port.
type Owner interface {
	// Handle takes a frame that the guest sent, and owns it.
	Handle(from *Port, f *frame.Frame)
	// Disconnected tells that the guest is gone, e.g. powered off.
	Disconnected(from *Port)
}

// Port listens on its socket. One guest at a time: a newer connection replaces the older, which belonged to a guest that
// was power-cycled.
type Port struct {
	Name string
	// Received from the guest and Sent to it.
	Received, Sent frame.Traffic
	Drops          frame.Drops

	owner    Owner
	listener *net.UnixListener
	current  atomic.Pointer[connection]
	capture  atomic.Pointer[Capture]
	closed   atomic.Bool
}

// Open listens on <folder>/<name>, in the place of a socket that a killed process left.
func Open(folder, name string, owner Owner) (*Port, error) {
	path := filepath.Join(folder, name)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("port %s: %w", name, err)
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("port %s: %w (a socket's path has at most 107 characters)", name, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		listener.Close()
		return nil, fmt.Errorf("port %s: %w", name, err)
	}
	p := &Port{Name: name, owner: owner, listener: listener}
	go p.accept()
	return p, nil
}

func (p *Port) accept() {
	for {
		socket, err := p.listener.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			log.Printf("port %s: %v", p.Name, err)
			continue
		}
		c := newConnection(socket)
		if older := p.current.Swap(c); older != nil {
			older.close()
		}
		if p.closed.Load() {
			c.close()
		}
		go c.write(p)
		go c.read(p)
	}
}

// Connected is true while a guest is there.
func (p *Port) Connected() bool { return p.current.Load() != nil }

// Send passes the frame on to the guest and owns it. It is false when no guest is connected.
func (p *Port) Send(f *frame.Frame) bool {
	c := p.current.Load()
	if c == nil {
		f.Release()
		return false
	}
	if !c.offer(f) {
		p.Drops.Count(frame.PortFull)
		f.Release()
	}
	return true
}

// Drop counts and releases a frame of this port.
func (p *Port) Drop(f *frame.Frame, reason frame.Reason) {
	p.Drops.Count(reason)
	f.Release()
}

// Close cuts the guest off and removes the socket.
func (p *Port) Close() {
	p.closed.Store(true)
	p.listener.Close()
	if c := p.current.Swap(nil); c != nil {
		c.close()
	}
	p.StopCapture()
}

func (p *Port) left(c *connection) {
	c.close()
	if p.current.CompareAndSwap(c, nil) {
		p.owner.Disconnected(p)
	}
}
