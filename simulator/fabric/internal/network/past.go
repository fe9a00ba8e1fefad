package network

import (
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// past remembers where things were attached, for the rules that can be switched off: a fabric that does not follow moves
// and detaches needs to know where things were.
type past struct {
	places   map[frame.Address]place
	networks map[string][]rules.PrivateNetwork
}

// place of a Flexible IP.
type place struct {
	rules.FlexibleIP
	serverID string
}

func newPast() *past {
	return &past{map[frame.Address]place{}, map[string][]rules.PrivateNetwork{}}
}

// placeFlexibleIPs tells where Flexible IPs are. With `frozen` each stays where it was last, whatever the rules say.
func (p *past) placeFlexibleIPs(r *rules.Rules, frozen bool) map[frame.Address]place {
	current := map[frame.Address]place{}
	for _, s := range r.Servers {
		for _, flexible := range s.FlexibleIPs {
			current[flexible.Address] = place{flexible, s.ID}
		}
	}
	for address, at := range current {
		if _, known := p.places[address]; !known || !frozen {
			p.places[address] = at
		}
	}
	if frozen {
		return p.places
	}
	return current
}

// attachments of each server by its id. With `lasting` those that are gone are still there, unless another network took
// their VLAN id or the same network came back under another one.
func (p *past) attachments(r *rules.Rules, lasting bool) map[string][]rules.PrivateNetwork {
	current := map[string][]rules.PrivateNetwork{}
	for _, s := range r.Servers {
		all := s.PrivateNetworks
		for _, former := range p.networks[s.ID] {
			if !replaced(former, all) {
				all = append(all[:len(all):len(all)], former)
			}
		}
		p.networks[s.ID] = all
		current[s.ID] = s.PrivateNetworks
		if lasting {
			current[s.ID] = all
		}
	}
	return current
}

func replaced(former rules.PrivateNetwork, by []rules.PrivateNetwork) bool {
	for _, n := range by {
		if n.VLANID == former.VLANID || n.NetworkID == former.NetworkID {
			return true
		}
	}
	return false
}
