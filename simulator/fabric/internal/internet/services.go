package internet

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// connectTimeout is for loopback and sockets only: longer means that nobody is there.
const connectTimeout = 5 * time.Second

// connect to where the service is carried. rules.Read let nothing through that is not on this machine.
func connect(service rules.Service) (HalfCloser, error) {
	if file, isUnix := strings.CutPrefix(service.Forward, "unix:"); isUnix {
		return dial("unix", file)
	} else if service.Forward != "" {
		return dial("tcp", service.Forward)
	}
	conn, err := dial("tcp", service.Proxy)
	if err != nil {
		return nil, err
	}
	tunnel, err := openTunnel(conn, service.Connect)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("proxy %s: %w", service.Proxy, err)
	}
	return tunnel, nil
}

func dial(network, address string) (HalfCloser, error) {
	conn, err := net.DialTimeout(network, address, connectTimeout)
	if err != nil {
		return nil, err
	}
	return conn.(HalfCloser), nil
}

// tunnel through a proxy, whose first bytes may have come with its answer.
type tunnel struct {
	HalfCloser
	reader *bufio.Reader
}

func (t *tunnel) Read(b []byte) (int, error) { return t.reader.Read(b) }

// openTunnel asks an HTTP proxy for it (RFC 9110, 9.3.6).
func openTunnel(conn HalfCloser, to string) (HalfCloser, error) {
	_ = conn.SetDeadline(time.Now().Add(connectTimeout))
	if _, err := fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", to, to); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, &http.Request{Method: http.MethodConnect})
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("CONNECT %s was answered with %s", to, response.Status)
	}
	_ = conn.SetDeadline(time.Time{})
	return &tunnel{conn, reader}, nil
}
