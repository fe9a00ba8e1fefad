package internet

import (
	"encoding/binary"
	"io"
	"net"
	"time"
)

const (
	// largestDatagram that travels unfragmented everywhere (DNS Flag Day 2020).
	largestDatagram = 1232
	// idleTime after which a client is not waited for any more.
	idleTime = 10 * time.Second
)

// serveNamesUDP answers one client's port until it has been silent for a while.
func (e *Endpoint) serveNamesUDP(conn net.Conn) {
	defer conn.Close()
	question := make([]byte, 4096)
	for {
		_ = conn.SetReadDeadline(time.Now().Add(idleTime))
		n, err := conn.Read(question)
		if err != nil {
			return
		}
		if answer := e.answerQuestion(question[:n]); answer != nil {
			if _, err := conn.Write(answer); err != nil {
				return
			}
		}
	}
}

// serveNamesTCP is the same with a length of 2 bytes before each message (RFC 7766).
func (e *Endpoint) serveNamesTCP(conn net.Conn) {
	defer conn.Close()
	for {
		_ = conn.SetDeadline(time.Now().Add(idleTime))
		var length [2]byte
		if _, err := io.ReadFull(conn, length[:]); err != nil {
			return
		}
		question := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		answer := e.answerQuestion(question)
		if answer == nil {
			return
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return
		}
	}
}
