package main

import (
	"sync"
	"sync/atomic"
	"testing"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// While frames flow, the rules change between "attached" and "detached" many times. Each time the change is in force once it
// has been answered: not one frame sent afterwards is judged by the former rules.
func TestRulesChangeAtOnceUnderLoad(t *testing.T) {
	c := startCloud(t)
	a, b, third := c.plug("a"), c.plug("b"), c.plug("c")
	attached := c.rules
	detached := attached
	detached.Servers = append([]rules.Server{}, attached.Servers...)
	detached.Servers[0].PrivateNetworks = []rules.PrivateNetwork{}
	detached.Servers[0].FlexibleIPs = []rules.FlexibleIP{}

	var ended atomic.Bool
	var load sync.WaitGroup
	flexible := serialize(t, udpFrame(third.mac, routerMAC, third.ip, "62.210.58.179", "noise")...)
	toItself := serialize(t, udpFrame(third.mac, routerMAC, third.ip, third.ip, "round")...)
	load.Go(func() {
		// Never further ahead than one round, or a full queue would drop what is waited for.
		for !ended.Load() {
			third.sendBytes(flexible)
			third.sendBytes(toItself)
			for p := range third.frames {
				if marked("round")(p) {
					break
				}
			}
		}
	})
	defer load.Wait()
	defer ended.Store(true)

	private := serialize(t, taggedFrame(1954, a.mac, everyone, "private")...)
	public := serialize(t, udpFrame(flexibleMAC.String(), routerMAC, "62.210.58.179", b.ip, "public")...)
	for round := range 50 {
		c.put(detached)
		if passes(a, b, private, marked("private")) || passes(a, b, public, marked("public")) {
			t.Fatalf("round %d: passed although detached", round)
		}
		c.put(attached)
		if !passes(a, b, private, marked("private")) || !passes(a, b, public, marked("public")) {
			t.Fatalf("round %d: dropped although attached", round)
		}
	}
}
