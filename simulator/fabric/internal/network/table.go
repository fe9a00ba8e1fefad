package network

import (
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/port"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// table is what frames are judged by. It never changes: new rules are a new table.
type table struct {
	rules        *rules.Rules
	off          rules.Switches
	servers      []*server
	byPort       map[*port.Port]*server
	byMAC        map[frame.MAC]*server
	destinations map[frame.Address]destination
}

// server as the fabric sees it at its port.
type server struct {
	*rules.Server
	port *port.Port
	// sources are the addresses that each MAC may send from.
	sources map[frame.MAC]map[frame.Address]bool
	// owned are all of these.
	owned map[frame.Address]bool
	vlans map[uint16]*vlan
}

// destination of an IPv4 address: a MAC behind a server's port, or the internet when there is no server.
type destination struct {
	server *server
	mac    frame.MAC
	// isRouter for gateways: what is for the router itself is not forwarded, so its time to live does not matter.
	isRouter bool
}

// newTable puts the rules and the open ports together. Attachments that stay are taken over with what was learned there.
func newTable(r *rules.Rules, ports map[string]*port.Port, former *table, past *past) *table {
	t := &table{
		rules:        r,
		off:          r.Off(),
		byPort:       map[*port.Port]*server{},
		byMAC:        map[frame.MAC]*server{},
		destinations: map[frame.Address]destination{},
	}
	for i := range r.Servers {
		s := &server{Server: &r.Servers[i], port: ports[r.Servers[i].Port]}
		s.sources = map[frame.MAC]map[frame.Address]bool{s.MACAddress: {s.Address: true}}
		s.owned = map[frame.Address]bool{s.Address: true}
		t.servers = append(t.servers, s)
		t.byPort[s.port] = s
		t.byMAC[s.MACAddress] = s
	}
	for _, place := range past.placeFlexibleIPs(r, t.off.FlexibleIPPlace) {
		for _, s := range t.servers {
			if s.ID == place.serverID {
				t.place(place.FlexibleIP, s)
			}
		}
	}
	for _, s := range t.servers {
		t.destinations[s.Address] = destination{server: s, mac: s.MACAddress}
	}
	t.attach(past.attachments(r, t.off.VLANMembership), former)
	t.addInternet()
	return t
}

func (t *table) place(flexible rules.FlexibleIP, s *server) {
	mac := s.MACAddress
	if flexible.MACAddress != nil {
		mac = *flexible.MACAddress
	}
	if s.sources[mac] == nil {
		s.sources[mac] = map[frame.Address]bool{}
	}
	s.sources[mac][flexible.Address] = true
	s.owned[flexible.Address] = true
	t.byMAC[mac] = s
	t.destinations[flexible.Address] = destination{server: s, mac: mac}
}

// addInternet routes to the end point what is its own. Gateways are there as well: it answers echo requests in their name.
func (t *table) addInternet() {
	t.destinations[t.rules.Internet.Address] = destination{}
	for _, resolver := range t.rules.Resolvers {
		t.destinations[resolver] = destination{}
	}
	for _, service := range t.rules.Internet.Services {
		t.destinations[service.Address] = destination{}
	}
	t.destinations[t.rules.FlexibleIPGateway] = destination{isRouter: true}
	for _, s := range t.servers {
		t.destinations[s.Gateway] = destination{isRouter: true}
	}
}

func (t *table) attach(wanted map[string][]rules.PrivateNetwork, former *table) {
	type key struct {
		port *port.Port
		rules.PrivateNetwork
	}
	standing := map[key]*attachment{}
	networks := map[string]*privateNetwork{}
	if former != nil {
		for _, s := range former.servers {
			for _, v := range s.vlans {
				standing[key{s.port, v.PrivateNetwork}] = v.attachment
				networks[v.NetworkID] = v.network
			}
		}
	}
	members := map[*privateNetwork][]*attachment{}
	for _, s := range t.servers {
		s.vlans = map[uint16]*vlan{}
		for _, w := range wanted[s.ID] {
			if networks[w.NetworkID] == nil {
				networks[w.NetworkID] = &privateNetwork{id: w.NetworkID, learned: map[frame.MAC]station{}}
			}
			at := standing[key{s.port, w}]
			if at == nil {
				at = &attachment{PrivateNetwork: w, network: networks[w.NetworkID], port: s.port}
			}
			s.vlans[w.VLANID] = &vlan{attachment: at}
			members[at.network] = append(members[at.network], at)
		}
	}
	for _, s := range t.servers {
		for _, v := range s.vlans {
			for _, member := range members[v.network] {
				if member.port != s.port {
					v.others = append(v.others, member)
				}
			}
		}
	}
}

// end tells the attachments that are not in the newer table. It is called once that table is in force.
func (t *table) end(newer *table) {
	staying := map[*attachment]bool{}
	for _, s := range newer.servers {
		for _, v := range s.vlans {
			staying[v.attachment] = true
		}
	}
	for _, s := range t.servers {
		for _, v := range s.vlans {
			if !staying[v.attachment] {
				v.ended.Store(true)
				v.network.forget(v.attachment)
			}
		}
	}
}
