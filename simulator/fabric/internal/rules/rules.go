// Package rules reads what the API says about the network: the body of PUT /rules, checked as a whole.
package rules

import "opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"

// Rules is the whole document. Fields without `optional` have to be there.
type Rules struct {
	Servers           []Server        `json:"servers"`
	FlexibleIPGateway frame.Address   `json:"flexibleIpGateway"`
	Resolvers         []frame.Address `json:"resolvers"`
	Internet          Internet        `json:"internet"`
	SwitchedOff       []string        `json:"switchedOff" rules:"optional"`
}

// Server is one Elastic Metal server and the port of the fabric that its NIC hangs on.
type Server struct {
	ID              string           `json:"id"`
	Name            string           `json:"name"`
	Port            string           `json:"port"`
	MACAddress      frame.MAC        `json:"macAddress"`
	Address         frame.Address    `json:"address"`
	PrefixLength    int              `json:"prefixLength"`
	Gateway         frame.Address    `json:"gateway"`
	Hostname        string           `json:"hostname"`
	FlexibleIPs     []FlexibleIP     `json:"flexibleIps"`
	PrivateNetworks []PrivateNetwork `json:"privateNetworks"`
}

// FlexibleIP is attached to the server. With a virtual MAC it is routed to that MAC, otherwise to the server's own.
type FlexibleIP struct {
	Address    frame.Address `json:"address"`
	MACAddress *frame.MAC    `json:"macAddress"`
}

// PrivateNetwork is attached to the server. Scaleway draws the VLAN id per server: the same network has another id on
// another server.
type PrivateNetwork struct {
	VLANID    uint16 `json:"vlanId"`
	NetworkID string `json:"networkId"`
}

// Internet is what servers meet outside.
type Internet struct {
	Address  frame.Address `json:"address"`
	Services []Service     `json:"services"`
}

// Service is one TCP port of the internet, carried to loopback: through an HTTP proxy or straight.
type Service struct {
	Names   []string      `json:"names"`
	Address frame.Address `json:"address"`
	Port    uint16        `json:"port"`
	Proxy   string        `json:"proxy" rules:"optional"`
	Connect string        `json:"connect" rules:"optional"`
	Forward string        `json:"forward" rules:"optional"`
}

// Contains is true for addresses of the server's own subnet.
func (s *Server) Contains(address frame.Address) bool {
	return masked(address, s.PrefixLength) == masked(s.Address, s.PrefixLength)
}
