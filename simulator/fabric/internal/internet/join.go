package internet

import (
	"io"
	"net"
	"sync"
)

// HalfCloser is a connection whose two directions end on their own.
type HalfCloser interface {
	net.Conn
	CloseWrite() error
}

// Join carries bytes both ways until both directions have ended, or one has failed. Both are closed then.
func Join(a, b HalfCloser) {
	var both sync.WaitGroup
	both.Go(func() { carry(a, b) })
	both.Go(func() { carry(b, a) })
	both.Wait()
	a.Close()
	b.Close()
}

func carry(to, from HalfCloser) {
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		from.Close()
		return
	}
	_ = to.CloseWrite()
}
