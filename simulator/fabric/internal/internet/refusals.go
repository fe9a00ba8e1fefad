package internet

import (
	"maps"
	"sync"
)

// refusalsLimit keeps a guest that asks for ever new names from filling the memory.
const refusalsLimit = 1000

// refusals counts what servers wanted and did not get, by name.
type refusals struct {
	lock   sync.Mutex
	counts map[string]uint64
}

func (r *refusals) count(what string) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.counts == nil {
		r.counts = map[string]uint64{}
	}
	if _, known := r.counts[what]; known || len(r.counts) < refusalsLimit {
		r.counts[what]++
	}
}

// ByName is a copy.
func (r *refusals) ByName() map[string]uint64 {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.counts == nil {
		return map[string]uint64{}
	}
	return maps.Clone(r.counts)
}
