package control

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/internet"
)

const defaultTimeout = 10 * time.Second

// connect carries a TCP connection from the internet to an address of the fabric (RFC 9110, 9.3.6). The request is taken
// off net/http before it is answered, so that a client may end its own direction at any time.
func (c *Control) connect(w http.ResponseWriter, r *http.Request) {
	to, timeout, err := target(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	raw, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	client := &hijacked{raw.(internet.HalfCloser), buffered.Reader}
	if !c.Fabric.IsServers(to.Addr().As4()) {
		refuse(client, http.StatusGatewayTimeout, fmt.Sprintf("no route: no server has %s", to.Addr()))
		return
	}
	server, err := c.Internet.Dial(to, timeout)
	switch {
	case errors.Is(err, internet.ErrRefused):
		refuse(client, http.StatusBadGateway, fmt.Sprintf("%s: %v", to, err))
	case err != nil:
		refuse(client, http.StatusGatewayTimeout, fmt.Sprintf("%s: %v (waited up to %s)", to, err, timeout))
	default:
		if _, err := client.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n")); err != nil {
			client.Close()
			server.Close()
			return
		}
		internet.Join(client, server)
	}
}

func target(r *http.Request) (netip.AddrPort, time.Duration, error) {
	to, err := netip.ParseAddrPort(r.Host)
	if err != nil || !to.Addr().Is4() || to.Port() == 0 {
		return to, 0, fmt.Errorf("%q is not an IPv4 address and a port", r.Host)
	}
	text := r.Header.Get("X-Timeout-Ms")
	if text == "" {
		return to, defaultTimeout, nil
	}
	milliseconds, err := strconv.Atoi(text)
	if err != nil || milliseconds < 1 {
		return to, 0, fmt.Errorf("X-Timeout-Ms: %q is not a number of milliseconds", text)
	}
	return to, time.Duration(milliseconds) * time.Millisecond, nil
}

// hijacked connection, of which net/http may have read more than the request.
type hijacked struct {
	internet.HalfCloser
	reader *bufio.Reader
}

func (h *hijacked) Read(b []byte) (int, error) { return h.reader.Read(b) }

func refuse(client net.Conn, status int, words string) {
	defer client.Close()
	fmt.Fprintf(client, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n",
		status, http.StatusText(status), len(words)+1, words)
}
