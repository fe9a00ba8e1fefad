package port

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"log"
	"net"
	"sync"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

const (
	// queueLength in frames: about what a NIC's ring and a switch's port buffer hold together.
	queueLength = 1024
	// longestStated is more than QEMU ever sends; beyond it the stream is out of step.
	longestStated = 1 << 20
	bufferSize    = 128 << 10
)

// connection of one guest: a reader, and a writer behind a bounded queue, so that a guest that does not read holds up
// nobody else.
type connection struct {
	socket *net.UnixConn
	queue  chan *frame.Frame
	ended  chan struct{}
	once   sync.Once
}

func newConnection(socket *net.UnixConn) *connection {
	return &connection{socket: socket, queue: make(chan *frame.Frame, queueLength), ended: make(chan struct{})}
}

func (c *connection) close() {
	c.once.Do(func() {
		close(c.ended)
		c.socket.Close()
	})
}

func (c *connection) offer(f *frame.Frame) bool {
	select {
	case c.queue <- f:
		return true
	default:
		return false
	}
}

// read until the guest goes. Every frame is preceded by its length in 4 bytes, big-endian (QEMU, net/stream.c).
func (c *connection) read(p *Port) {
	defer p.left(c)
	reader := bufio.NewReaderSize(c.socket, bufferSize)
	var prefix [4]byte
	for {
		if _, err := io.ReadFull(reader, prefix[:]); err != nil {
			return
		}
		length := binary.BigEndian.Uint32(prefix[:])
		if length > longestStated {
			log.Printf("port %s: a frame of %d bytes is announced, so this is not QEMU's stream; disconnected", p.Name, length)
			return
		}
		if length < frame.HeaderLength || length > frame.Longest {
			if _, err := reader.Discard(int(length)); err != nil {
				return
			}
			p.Drops.Count(frame.Malformed)
			continue
		}
		f := frame.New(int(length))
		if _, err := io.ReadFull(reader, f.Bytes()); err != nil {
			f.Release()
			return
		}
		p.Received.Count(f)
		p.record(f)
		p.owner.Handle(p, f)
	}
}

// write what is queued; several frames at once when they are there.
func (c *connection) write(p *Port) {
	writer := bufio.NewWriterSize(c.socket, bufferSize)
	for {
		select {
		case <-c.ended:
			return
		case f := <-c.queue:
			p.Sent.Count(f)
			p.record(f)
			_, err := writer.Write(f.Wire())
			f.Release()
			if err == nil && len(c.queue) == 0 {
				err = writer.Flush()
			}
			if err != nil {
				if !errors.Is(err, net.ErrClosed) {
					c.close()
				}
				return
			}
		}
	}
}
