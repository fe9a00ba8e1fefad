package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
)

func TestAConnectionFromTheInternetReachesAServerAndEndsEachDirectionOnItsOwn(t *testing.T) {
	c := startCloud(t)
	c.boot("a").listen(22, func(conn *gonet.TCPConn) {
		said, _ := io.ReadAll(conn)
		conn.Write([]byte("you said " + string(said)))
		conn.Close()
	})
	conn, status, words := c.connect("51.159.39.206:22", patience)
	if status != http.StatusOK {
		t.Fatal(status, words)
	}
	long := strings.Repeat("hello ", 200_000)
	_, err := conn.Write([]byte(long))
	must(t, err)
	must(t, conn.(*buffered).CloseWrite())
	heard, err := io.ReadAll(conn)
	must(t, err)
	if string(heard) != "you said "+long {
		t.Fatalf("%d bytes came back", len(heard))
	}
}

func TestAClosedPortIsRefusedAndASilentOneTimesOut(t *testing.T) {
	c := startCloud(t)
	c.boot("a")
	for _, test := range []struct {
		to, words string
		status    int
	}{
		{"51.159.39.206:23", "refused", http.StatusBadGateway},
		{"51.159.13.18:22", "no answer in time", http.StatusGatewayTimeout},
		{"198.51.100.1:22", "no route", http.StatusGatewayTimeout},
	} {
		_, status, words := c.connect(test.to, 300*time.Millisecond)
		if status != test.status || !strings.Contains(words, test.words) {
			t.Errorf("%s: %d %s", test.to, status, words)
		}
	}
}

func TestAPingFromTheInternetIsAnsweredByServersAndGateways(t *testing.T) {
	c := startCloud(t)
	c.boot("a")
	for _, address := range []string{"51.159.39.206", "51.159.39.1", "62.210.0.1"} {
		result := c.ping(map[string]any{"address": address, "count": 3, "timeoutMs": 2000, "size": 56, "dontFragment": true})
		if result.Sent != 3 || result.Received != 3 || len(result.RoundTripMs) != 3 || len(result.Errors) != 0 {
			t.Errorf("%s: %+v", address, result)
		}
	}
}
