// Package frame holds what travels through the fabric: Ethernet frames in reused buffers, the addresses in them, and the
// reasons for which one is dropped.
package frame

import (
	"encoding/binary"
	"sync"
)

const (
	// HeaderLength of Ethernet II: two MACs and a type.
	HeaderLength = 14
	// TagLength of an 802.1Q tag, between the MACs and the type.
	TagLength = 4
	// MTU of every server's network and of every private network, beside the tag.
	MTU = 1500
	// Longest that is read at all: what is longer than a full tagged frame is counted as malformed, then dropped.
	Longest = capacity - lengthPrefix

	// lengthPrefix is QEMU's: `-netdev stream` puts the length, 4 bytes big-endian, before every frame.
	lengthPrefix = 4
	capacity     = 2048
)

// Frame is one Ethernet frame without its checksum. Who holds it owns it: it is passed on or released, once.
type Frame struct {
	storage [capacity]byte
	length  int
}

var pool = sync.Pool{New: func() any { return new(Frame) }}

// New gives a frame of this length whose bytes are to be filled.
func New(length int) *Frame {
	f := pool.Get().(*Frame)
	f.length = length
	return f
}

// Release gives the buffer back. The frame is not to be used afterwards.
func (f *Frame) Release() { pool.Put(f) }

// Bytes from the destination MAC on.
func (f *Frame) Bytes() []byte { return f.storage[lengthPrefix : lengthPrefix+f.length] }

// Truncate shortens the frame, e.g. by the padding behind an IP packet.
func (f *Frame) Truncate(length int) { f.length = length }

// Copy for one more receiver.
func (f *Frame) Copy() *Frame {
	c := New(f.length)
	copy(c.Bytes(), f.Bytes())
	return c
}

// Wire is the frame as QEMU's stream carries it.
func (f *Frame) Wire() []byte {
	binary.BigEndian.PutUint32(f.storage[:lengthPrefix], uint32(f.length))
	return f.storage[:lengthPrefix+f.length]
}

// Untag takes the 802.1Q tag out.
func (f *Frame) Untag() {
	b := f.Bytes()
	copy(b[12:], b[12+TagLength:])
	f.length -= TagLength
}

// Destination is the MAC that the frame is for.
func (f *Frame) Destination() MAC { return MAC(f.Bytes()[0:6]) }

// Source is the MAC that sent the frame.
func (f *Frame) Source() MAC { return MAC(f.Bytes()[6:12]) }

// Type is the EtherType, or the tag's when there is one.
func (f *Frame) Type() uint16 { return binary.BigEndian.Uint16(f.Bytes()[12:14]) }

// Payload behind the untagged header.
func (f *Frame) Payload() []byte { return f.Bytes()[HeaderLength:] }

// SetHeader writes MACs and type.
func (f *Frame) SetHeader(destination, source MAC, etherType uint16) {
	b := f.Bytes()
	copy(b[0:6], destination[:])
	copy(b[6:12], source[:])
	binary.BigEndian.PutUint16(b[12:14], etherType)
}

// Tag is the VLAN id of a tagged frame.
func (f *Frame) Tag() uint16 { return binary.BigEndian.Uint16(f.Bytes()[14:16]) & 0x0fff }

// SetTag changes the VLAN id and keeps the priority beside it.
func (f *Frame) SetTag(id uint16) {
	control := f.Bytes()[14:16]
	binary.BigEndian.PutUint16(control, binary.BigEndian.Uint16(control)&0xf000|id)
}
