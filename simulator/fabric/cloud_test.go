package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// patience is the deadline of everything that is waited for.
const patience = 10 * time.Second

// cloud is a running fabric and the rules that were last put in force.
type cloud struct {
	t      testing.TB
	folder string
	client *http.Client
	rules  rules.Rules
}

// startCloud with the servers of `twoNetworks`.
func startCloud(t testing.TB) *cloud {
	t.Helper()
	folder, err := os.MkdirTemp("", "f")
	must(t, err)
	process, err := start(folder)
	must(t, err)
	t.Cleanup(func() {
		process.stop()
		os.RemoveAll(folder)
	})
	c := &cloud{t: t, folder: folder, client: clientOf(folder)}
	c.put(threeServers())
	return c
}

func clientOf(folder string) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", filepath.Join(folder, rules.ControlSocket))
	}}}
}

// threeServers: a and c are in one subnet, a and b in one private network under different VLAN ids.
func threeServers() rules.Rules {
	return rules.Rules{
		Servers: []rules.Server{
			{
				ID: "id-a", Name: "a", Port: "p1", Hostname: "fe", MACAddress: macOf("b4:83:51:00:00:01"),
				Address: addressOf("51.159.39.206"), PrefixLength: 24, Gateway: addressOf("51.159.39.1"),
				FlexibleIPs:     []rules.FlexibleIP{{Address: addressOf("62.210.58.179"), MACAddress: &flexibleMAC}},
				PrivateNetworks: []rules.PrivateNetwork{{VLANID: 1954, NetworkID: "n1"}},
			},
			{
				ID: "id-b", Name: "b", Port: "p2", Hostname: "host01", MACAddress: macOf("b4:83:51:00:00:02"),
				Address: addressOf("51.159.13.18"), PrefixLength: 24, Gateway: addressOf("51.159.13.1"),
				FlexibleIPs:     []rules.FlexibleIP{{Address: addressOf("62.210.39.191")}},
				PrivateNetworks: []rules.PrivateNetwork{{VLANID: 1214, NetworkID: "n1"}, {VLANID: 2747, NetworkID: "n2"}},
			},
			{
				ID: "id-c", Name: "c", Port: "p3", Hostname: "host02", MACAddress: macOf("b4:83:51:00:00:03"),
				Address: addressOf("51.159.39.207"), PrefixLength: 24, Gateway: addressOf("51.159.39.1"),
				FlexibleIPs:     []rules.FlexibleIP{},
				PrivateNetworks: []rules.PrivateNetwork{},
			},
		},
		FlexibleIPGateway: addressOf("62.210.0.1"),
		Resolvers:         []frame.Address{addressOf("1.1.1.1")},
		Internet:          rules.Internet{Address: addressOf("203.0.113.1"), Services: []rules.Service{}},
		SwitchedOff:       []string{},
	}
}

var flexibleMAC = macOf("52:54:00:97:01:04")

func macOf(text string) (mac frame.MAC) {
	if err := mac.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return mac
}

func addressOf(text string) (address frame.Address) {
	if err := address.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return address
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// put rules in force.
func (c *cloud) put(r rules.Rules) {
	c.t.Helper()
	if status, words := c.request("PUT", "/rules", r); status != http.StatusNoContent {
		c.t.Fatalf("PUT /rules: %d %s", status, words)
	}
	c.rules = r
}

// change puts the rules in force again, changed.
func (c *cloud) change(change func(r *rules.Rules)) {
	c.t.Helper()
	copied := c.rules
	copied.Servers = append([]rules.Server{}, c.rules.Servers...)
	change(&copied)
	c.put(copied)
}

func (c *cloud) switchOff(names ...string) {
	c.t.Helper()
	c.change(func(r *rules.Rules) { r.SwitchedOff = append([]string{}, names...) })
}

// request with a JSON body, or with text as it is.
func (c *cloud) request(method, path string, body any) (int, string) {
	c.t.Helper()
	text, isText := body.(string)
	if !isText && body != nil {
		encoded, err := json.Marshal(body)
		must(c.t, err)
		text = string(encoded)
	}
	request, err := http.NewRequest(method, "http://fabric"+path, bytes.NewReader([]byte(text)))
	must(c.t, err)
	response, err := c.client.Do(request)
	must(c.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	must(c.t, err)
	return response.StatusCode, string(answer)
}

// serverState and fabricState are read as a client reads them, not by the fabric's own types.
type serverState struct {
	ID, Name, Port, MACAddress, Address string
	Connected                           bool
	PrivateNetworks                     []struct {
		VLANID    int
		NetworkID string
		Learned   []string
	}
	Received, Sent struct{ Frames, Bytes uint64 }
	Drops          map[string]uint64
	Pcap           *string
}

type fabricState struct {
	Servers  []serverState
	Internet struct {
		Received, Sent                          struct{ Frames, Bytes uint64 }
		Drops, RefusedNames, RefusedConnections map[string]uint64
	}
	RoutedNowhere uint64
}

func (c *cloud) state() (state fabricState) {
	c.t.Helper()
	_, answer := c.request("GET", "/state", nil)
	must(c.t, json.Unmarshal([]byte(answer), &state))
	return state
}

func (c *cloud) server(name string) serverState {
	c.t.Helper()
	for _, s := range c.state().Servers {
		if s.Name == name {
			return s
		}
	}
	c.t.Fatalf("there is no server %s", name)
	return serverState{}
}

// eventually waits for a named condition.
func (c *cloud) eventually(what string, holds func() bool) {
	c.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatalf("not in %s: %s", patience, what)
		}
	}
}

type pingResult struct {
	Sent, Received int
	RoundTripMs    []float64
	Errors         []string
}

func (c *cloud) ping(body any) (result pingResult) {
	c.t.Helper()
	status, answer := c.request("POST", "/ping", body)
	if status != http.StatusOK {
		c.t.Fatalf("POST /ping: %d %s", status, answer)
	}
	must(c.t, json.Unmarshal([]byte(answer), &result))
	return result
}

// connect through the control socket. The connection is nil unless the status is 200.
func (c *cloud) connect(to string, timeout time.Duration) (net.Conn, int, string) {
	c.t.Helper()
	conn, err := net.Dial("unix", filepath.Join(c.folder, rules.ControlSocket))
	must(c.t, err)
	fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\nX-Timeout-Ms: %d\r\n\r\n", to, to, timeout.Milliseconds())
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, &http.Request{Method: "CONNECT"})
	must(c.t, err)
	if response.StatusCode != http.StatusOK {
		words, _ := io.ReadAll(response.Body)
		conn.Close()
		return nil, response.StatusCode, string(words)
	}
	c.t.Cleanup(func() { conn.Close() })
	return &buffered{conn.(*net.UnixConn), reader}, http.StatusOK, ""
}

type buffered struct {
	*net.UnixConn
	reader *bufio.Reader
}

func (b *buffered) Read(p []byte) (int, error) { return b.reader.Read(p) }
