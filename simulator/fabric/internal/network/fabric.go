// Package network judges and carries frames: private networks are switched, everything else is routed.
package network

import (
	"sync"
	"sync/atomic"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/port"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// RouterMAC is that of every gateway; locally administered, so no vendor's.
var RouterMAC = frame.MAC{0x02, 0x00, 0x5e, 0x00, 0x00, 0x01}

// Outside is the internet end point.
type Outside interface {
	// Deliver takes a frame that was routed there, and owns it.
	Deliver(f *frame.Frame)
	// Apply makes the rules those that later packets meet.
	Apply(r *rules.Rules)
	// Drops of packets that came from there.
	Drops() *frame.Drops
}

// Fabric is the whole: ports, the table in force, and the way outside.
type Fabric struct {
	folder  string
	outside Outside
	current atomic.Pointer[table]
	// RoutedNowhere counts packets to a server that is not there, like a machine without power, and packets of the
	// internet to an address that nobody has.
	RoutedNowhere atomic.Uint64

	lock  sync.Mutex
	past  *past
	ports map[string]*port.Port
}

// New fabric without a port, whose sockets will be in the folder.
func New(folder string) *Fabric {
	f := &Fabric{folder: folder, past: newPast(), ports: map[string]*port.Port{}}
	f.current.Store(&table{rules: &rules.Rules{}})
	return f
}

// SetOutside has to be called once, before anything else.
func (n *Fabric) SetOutside(outside Outside) { n.outside = outside }

// Apply puts rules in force: every frame that comes later is judged by them. When a port cannot be opened nothing has
// changed.
func (n *Fabric) Apply(r *rules.Rules) error {
	n.lock.Lock()
	defer n.lock.Unlock()
	former := n.current.Load()
	ports := map[string]*port.Port{}
	var opened []*port.Port
	for _, s := range r.Servers {
		if standing := n.ports[s.Port]; standing != nil && former.serverAt(standing) == s.ID {
			ports[s.Port] = standing
			continue
		} else if standing != nil {
			standing.Close()
		}
		p, err := port.Open(n.folder, s.Port, n)
		if err != nil {
			for _, p := range opened {
				p.Close()
			}
			return err
		}
		opened = append(opened, p)
		ports[s.Port] = p
	}
	next := newTable(r, ports, former, n.past)
	n.outside.Apply(r)
	n.current.Store(next)
	former.end(next)
	for name, p := range n.ports {
		if ports[name] != p {
			p.Close()
		}
	}
	n.ports = ports
	return nil
}

// Close all ports.
func (n *Fabric) Close() {
	n.lock.Lock()
	defer n.lock.Unlock()
	for _, p := range n.ports {
		p.Close()
	}
	n.ports = map[string]*port.Port{}
}

// Disconnected forgets where the guest's stations were, as a switch does when a link goes down.
func (n *Fabric) Disconnected(p *port.Port) {
	if s := n.current.Load().byPort[p]; s != nil {
		for _, v := range s.vlans {
			v.network.forget(v.attachment)
		}
	}
}

// Port of the server with this id, or nil.
func (n *Fabric) Port(serverID string) *port.Port {
	for _, s := range n.current.Load().servers {
		if s.ID == serverID {
			return s.port
		}
	}
	return nil
}

// IsServers is true for the addresses and Flexible IPs of servers.
func (n *Fabric) IsServers(address frame.Address) bool {
	return n.current.Load().destinations[address].server != nil
}

// Routes is true for addresses that somebody has.
func (n *Fabric) Routes(address frame.Address) bool {
	_, found := n.current.Load().destinations[address]
	return found
}

func (t *table) serverAt(p *port.Port) string {
	if s := t.byPort[p]; s != nil {
		return s.ID
	}
	return ""
}
