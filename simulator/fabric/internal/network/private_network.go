package network

import (
	"sync"
	"sync/atomic"
	"time"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/port"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

const (
	// learnedSeconds is the ageing time that IEEE 802.1Q recommends (8.8.3).
	learnedSeconds = 300
	// learnedLimit of one network; beyond it frames are flooded.
	learnedLimit = 8192
)

// privateNetwork is a layer 2 network and the stations that were seen in it. It lives as long as a server is attached.
type privateNetwork struct {
	id      string
	lock    sync.RWMutex
	learned map[frame.MAC]station
}

type station struct {
	at   *attachment
	seen int64
}

// attachment of one server to one private network, under that server's VLAN id.
type attachment struct {
	rules.PrivateNetwork
	network *privateNetwork
	port    *port.Port
	// ended when the API detached it: stations that were learned here are not looked for here any more.
	ended atomic.Bool
}

// vlan is an attachment together with the network's other attachments at that moment.
type vlan struct {
	*attachment
	others []*attachment
}

// learn that the station is at this attachment, also when it was at another one until now: virtual machines move.
func (n *privateNetwork) learn(mac frame.MAC, at *attachment) {
	now := time.Now().Unix()
	n.lock.RLock()
	known, found := n.learned[mac]
	full := len(n.learned) >= learnedLimit
	n.lock.RUnlock()
	if (known.at == at && known.seen == now) || (full && !found) {
		return
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	n.learned[mac] = station{at, now}
}

// find is nil for a station that was not seen lately.
func (n *privateNetwork) find(mac frame.MAC) *attachment {
	n.lock.RLock()
	known, found := n.learned[mac]
	n.lock.RUnlock()
	if !found || known.at.ended.Load() || time.Now().Unix()-known.seen > learnedSeconds {
		return nil
	}
	return known.at
}

// forget all stations that were learned there.
func (n *privateNetwork) forget(at *attachment) {
	n.lock.Lock()
	defer n.lock.Unlock()
	for mac, known := range n.learned {
		if known.at == at {
			delete(n.learned, mac)
		}
	}
}

// learnedAt lists the stations that were seen there.
func (n *privateNetwork) learnedAt(at *attachment) []frame.MAC {
	n.lock.RLock()
	defer n.lock.RUnlock()
	found := []frame.MAC{}
	for mac, known := range n.learned {
		if known.at == at {
			found = append(found, mac)
		}
	}
	return found
}

// carry a tagged frame to its receivers, each under that receiver's own VLAN id. No address rules apply in here: a private
// network is the customer's own.
func (v *vlan) carry(f *frame.Frame) {
	destination := f.Destination()
	v.network.learn(f.Source(), v.attachment)
	if !destination.IsGroup() {
		if at := v.network.find(destination); at == v.attachment {
			f.Release()
			return
		} else if at != nil {
			f.SetTag(at.VLANID)
			at.port.Send(f)
			return
		}
	}
	for _, other := range v.others {
		c := f.Copy()
		c.SetTag(other.VLANID)
		other.port.Send(c)
	}
	f.Release()
}
