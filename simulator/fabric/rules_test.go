package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// theContract is the document as its other side writes it.
const theContract = `{
  "servers": [{
    "id": "7f0b", "name": "opennebula-web", "port": "p1", "macAddress": "b4:83:51:00:00:01",
    "address": "51.159.39.206", "prefixLength": 24, "gateway": "51.159.39.1", "hostname": "fe",
    "flexibleIps": [{"address": "62.210.58.179", "macAddress": "52:54:00:97:01:04"}, {"address": "62.210.58.180", "macAddress": null}],
    "privateNetworks": [{"vlanId": 1954, "networkId": "n1"}]
  }],
  "flexibleIpGateway": "62.210.0.1",
  "resolvers": ["1.1.1.1"],
  "internet": {"address": "203.0.113.1", "services": [
    {"names": ["api.scaleway.com"], "address": "203.0.113.10", "port": 443, "proxy": "127.0.0.1:40123", "connect": "api.scaleway.com:443"},
    {"names": ["mirror.example", "*.mirror.example"], "address": "203.0.113.20", "port": 80, "forward": "[::1]:8080"},
    {"names": [], "address": "203.0.113.20", "port": 81, "forward": "unix:/run/mirror"}
  ]},
  "switchedOff": []
}`

func TestTheContractsDocumentIsTaken(t *testing.T) {
	c := startCloud(t)
	if status, words := c.request("PUT", "/rules", theContract); status != http.StatusNoContent {
		t.Fatalf("%d %s", status, words)
	}
	state := c.state()
	if len(state.Servers) != 1 || state.Servers[0].ID != "7f0b" || state.Servers[0].MACAddress != "b4:83:51:00:00:01" {
		t.Errorf("%+v", state.Servers)
	}
}

func TestEachMistakeIsRefusedInWords(t *testing.T) {
	c := startCloud(t)
	for _, test := range []struct{ from, to, words string }{
		{`"resolvers": [`, `"resolver": [`, "resolver is unknown"},
		{`"resolvers": [`, `"resolver": [`, "resolvers is missing"},
		{`"name": "opennebula-web"`, `"name": 5`, "servers[0].name must be text"},
		{`"prefixLength": 24`, `"prefixLength": "24"`, "servers[0].prefixLength must be a whole number"},
		{`"prefixLength": 24`, `"prefixLength": 31`, "servers[0].prefixLength is 31"},
		{`"port": 80`, `"port": 80000`, "services[1].port must be a whole number in its range"},
		{`"port": "p1"`, `"port": "../p1"`, `servers[0].port: "../p1"`},
		{`"port": "p1"`, `"port": "control"`, `servers[0].port: "control"`},
		{`b4:83:51:00:00:01`, `b4:83:51`, `servers[0].macAddress: "b4:83:51" is not a MAC address`},
		{`b4:83:51:00:00:01`, `b5:83:51:00:00:01`, "of one station"},
		{`b4:83:51:00:00:01`, `52:54:00:97:01:04`, "MAC 52:54:00:97:01:04 is at"},
		{`b4:83:51:00:00:01`, routerMAC, "the router"},
		{`"address": "51.159.39.206"`, `"address": "::1"`, `servers[0].address: "::1" is not an IPv4 address`},
		{`"address": "51.159.39.206"`, `"address": "51.159.39.1"`, "address 51.159.39.1 is at a gateway and at servers[0]"},
		{`"gateway": "51.159.39.1"`, `"gateway": "51.159.40.1"`, "outside its subnet"},
		{`62.210.58.180`, `62.210.58.179`, "address 62.210.58.179 is at"},
		{`"hostname": "fe"`, `"hostname": "f e"`, `"f e" is not a host name`},
		{`"vlanId": 1954`, `"vlanId": 4095`, "vlanId is 4095"},
		{`{"vlanId": 1954, "networkId": "n1"}`, `{"vlanId": 1, "networkId": "n1"}, {"vlanId": 1, "networkId": "n2"}`, "VLAN 1 is at"},
		{`{"vlanId": 1954, "networkId": "n1"}`, `{"vlanId": 1, "networkId": "n1"}, {"vlanId": 2, "networkId": "n1"}`, "network n1 is at"},
		{`"port": 81`, `"port": 80`, "203.0.113.20:80 is at"},
		{`"203.0.113.20", "port": 80`, `"1.1.1.1", "port": 80`, "address 1.1.1.1 is at"},
		{`, "connect": "api.scaleway.com:443"`, ``, "services[0].connect"},
		{`"unix:/run/mirror"`, `"unix:run/mirror"`, "absolute path"},
		{`"switchedOff": []`, `"switchedOff": ["firewall"]`, `there is no rule "firewall"`},
		{`"switchedOff": []`, `"switchedOff": [`, "not JSON"},
	} {
		body := strings.Replace(theContract, test.from, test.to, 1)
		if body == theContract {
			t.Fatalf("%s is not in the document", test.from)
		}
		if status, words := c.request("PUT", "/rules", body); status != http.StatusBadRequest || !strings.Contains(words, test.words) {
			t.Errorf("%s: %d %s", test.to, status, words)
		}
	}
}

func TestNothingLeavesTheMachine(t *testing.T) {
	c := startCloud(t)
	for _, elsewhere := range []string{"192.0.2.1:80", "localhost:80", "0.0.0.0:80", "127.0.0.2:80", "[::]:80", "[::ffff:192.0.2.1]:80", "example.org:80", "127.0.0.1", ":80", "127.0.0.1:0"} {
		for _, way := range []string{`"proxy": "127.0.0.1:40123"`, `"forward": "[::1]:8080"`} {
			field, _, _ := strings.Cut(way, ":")
			body := strings.Replace(theContract, way, field+`: "`+elsewhere+`"`, 1)
			if status, words := c.request("PUT", "/rules", body); status != http.StatusBadRequest || !strings.Contains(words, "nothing leaves this machine") {
				t.Errorf("%s %s: %d %s", field, elsewhere, status, words)
			}
		}
	}
}

func TestAllMistakesAreToldAtOnceAndNothingChanges(t *testing.T) {
	c := startCloud(t)
	status, words := c.request("PUT", "/rules", `{"servers": [{"id": 1}], "more": true}`)
	for _, part := range []string{"servers[0].id must be text", "servers[0].macAddress is missing", "more is unknown", "internet is missing"} {
		if !strings.Contains(words, part) {
			t.Errorf("%q is not in %s", part, words)
		}
	}
	if status != http.StatusBadRequest || len(c.state().Servers) != 3 {
		t.Errorf("%d, %d servers", status, len(c.state().Servers))
	}
}

func TestTheRulesAreWrittenAsTheyAreRead(t *testing.T) {
	c := startCloud(t)
	written, err := json.Marshal(c.rules)
	must(t, err)
	if _, err := rules.Read(written, macOf(routerMAC)); err != nil {
		t.Error(err)
	}
}
