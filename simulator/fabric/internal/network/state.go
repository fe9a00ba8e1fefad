package network

import (
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// ServerState is what GET /state tells of a server. Received and Sent are seen from the fabric: received from the server.
type ServerState struct {
	ID              string                `json:"id"`
	Name            string                `json:"name"`
	Port            string                `json:"port"`
	Connected       bool                  `json:"connected"`
	MACAddress      frame.MAC             `json:"macAddress"`
	Address         frame.Address         `json:"address"`
	FlexibleIPs     []rules.FlexibleIP    `json:"flexibleIps"`
	PrivateNetworks []PrivateNetworkState `json:"privateNetworks"`
	Received        frame.TrafficCount    `json:"received"`
	Sent            frame.TrafficCount    `json:"sent"`
	Drops           map[string]uint64     `json:"drops"`
	Pcap            *string               `json:"pcap"`
}

// PrivateNetworkState adds the stations that were seen behind the server.
type PrivateNetworkState struct {
	VLANID    uint16      `json:"vlanId"`
	NetworkID string      `json:"networkId"`
	Learned   []frame.MAC `json:"learned"`
}

// Servers tells of all, in the order of the rules.
func (n *Fabric) Servers() []ServerState {
	states := []ServerState{}
	for _, s := range n.current.Load().servers {
		state := ServerState{
			ID: s.ID, Name: s.Name, Port: s.Port, Connected: s.port.Connected(),
			MACAddress: s.MACAddress, Address: s.Address, FlexibleIPs: s.FlexibleIPs,
			PrivateNetworks: []PrivateNetworkState{},
			Received:        s.port.Received.Now(), Sent: s.port.Sent.Now(), Drops: s.port.Drops.ByName(),
		}
		for _, attached := range s.PrivateNetworks {
			at := PrivateNetworkState{attached.VLANID, attached.NetworkID, []frame.MAC{}}
			if v := s.vlans[attached.VLANID]; v != nil {
				at.Learned = v.network.learnedAt(v.attachment)
			}
			state.PrivateNetworks = append(state.PrivateNetworks, at)
		}
		if file := s.port.CaptureFile(); file != "" {
			state.Pcap = &file
		}
		states = append(states, state)
	}
	return states
}
