package control

import (
	"fmt"
	"net/http"
	"time"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/internet"
)

// mostEchoes of one request, which is answered after the last.
const mostEchoes = 1000

func (c *Control) postPing(w http.ResponseWriter, r *http.Request) {
	wanted := struct {
		Address      frame.Address `json:"address"`
		Count        int           `json:"count"`
		TimeoutMs    int           `json:"timeoutMs"`
		Size         int           `json:"size"`
		DontFragment bool          `json:"dontFragment"`
	}{Count: 1, TimeoutMs: 2000, Size: 56}
	err := readBody(r, &wanted)
	switch {
	case err != nil:
	case wanted.Address == frame.Unspecified:
		err = fmt.Errorf("address is missing")
	case wanted.Count < 1 || wanted.Count > mostEchoes:
		err = fmt.Errorf("count is %d, not 1 to %d", wanted.Count, mostEchoes)
	case wanted.TimeoutMs < 1:
		err = fmt.Errorf("timeoutMs is %d, not 1 or more", wanted.TimeoutMs)
	case wanted.Size < 0 || wanted.Size > internet.LargestEcho:
		err = fmt.Errorf("size is %d, not 0 to %d", wanted.Size, internet.LargestEcho)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !c.Fabric.Routes(wanted.Address) {
		answer(w, internet.EchoResult{RoundTripMs: []float64{}, Errors: []string{"network is unreachable: nobody has " + wanted.Address.String()}})
		return
	}
	answer(w, c.Internet.Ping(wanted.Address, internet.Echo{
		Count:        wanted.Count,
		Timeout:      time.Duration(wanted.TimeoutMs) * time.Millisecond,
		Size:         wanted.Size,
		DontFragment: wanted.DontFragment,
	}))
}
