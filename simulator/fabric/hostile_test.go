package main

import (
	"math/rand/v2"
	"testing"

	"github.com/gopacket/gopacket/layers"
)

// A hostile guest sends frames that are almost right, the same ones in each run. The fabric has to be there afterwards, and
// a neighbour outside the private network must have got nothing that is not from the router.
func TestAHostileGuestNeitherStopsTheFabricNorReachesItsNeighbour(t *testing.T) {
	c := startCloud(t)
	a, neighbour := c.plug("a"), c.plug("c")
	var seeds [][]byte
	for _, parts := range [][]serializable{
		udpFrame(a.mac, routerMAC, a.ip, neighbour.ip, "mark"),
		udpFrame(a.mac, routerMAC, a.ip, "1.1.1.1", "mark"),
		udpFrame(a.mac, neighbour.mac, a.ip, neighbour.ip, "mark"),
		taggedFrame(1954, a.mac, everyone, "mark"),
		arpRequest(a.mac, a.ip, a.router),
		dhcpRequest(a.mac, layers.DHCPMsgTypeRequest, 0, "", requested(a.ip)),
		dhcpRequest(a.mac, layers.DHCPMsgTypeDiscover, 0x8000, ""),
	} {
		seeds = append(seeds, serialize(t, parts...))
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for round := range 200 {
		for range 100 {
			b := append([]byte{}, seeds[chance.IntN(len(seeds))]...)
			for range chance.IntN(4) {
				b[chance.IntN(len(b))] = byte(chance.IntN(256))
			}
			if chance.IntN(8) == 0 {
				b = b[:chance.IntN(len(b))]
			}
			a.sendBytes(b)
		}
		a.flush()
		for _, p := range neighbour.flush() {
			if from, _ := stations(p); from != routerMAC {
				t.Fatalf("round %d: the neighbour got %v", round, p)
			}
		}
	}
}
