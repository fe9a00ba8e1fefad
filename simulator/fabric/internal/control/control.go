// Package control is the HTTP side: the simulator tells the rules and asks for the state on a Unix socket.
package control

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"path/filepath"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/internet"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/network"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// largestBody of rules: thousands of servers.
const largestBody = 16 << 20

// Control answers requests about one fabric.
type Control struct {
	Fabric   *network.Fabric
	Internet *internet.Endpoint
	// Stop is called after POST /stop has been answered.
	Stop func()
}

// Handler routes requests. CONNECT has an address where others have a path.
func (c *Control) Handler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("PUT /rules", c.putRules)
	routes.HandleFunc("GET /state", c.getState)
	routes.HandleFunc("PUT /servers/{id}/pcap", c.putPcap)
	routes.HandleFunc("DELETE /servers/{id}/pcap", c.deletePcap)
	routes.HandleFunc("POST /ping", c.postPing)
	routes.HandleFunc("POST /stop", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
		c.Stop()
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			c.connect(w, r)
			return
		}
		routes.ServeHTTP(w, r)
	})
}

func (c *Control) putRules(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	next, err := rules.Read(body, network.RouterMAC)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := c.Fabric.Apply(next); err != nil {
		log.Print(err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// state is what GET /state answers.
type state struct {
	Servers       []network.ServerState `json:"servers"`
	Internet      internetState         `json:"internet"`
	RoutedNowhere uint64                `json:"routedNowhere"`
}

type internetState struct {
	Received           frame.TrafficCount `json:"received"`
	Sent               frame.TrafficCount `json:"sent"`
	Drops              map[string]uint64  `json:"drops"`
	RefusedNames       map[string]uint64  `json:"refusedNames"`
	RefusedConnections map[string]uint64  `json:"refusedConnections"`
}

func (c *Control) getState(w http.ResponseWriter, _ *http.Request) {
	answer(w, state{
		Servers: c.Fabric.Servers(),
		Internet: internetState{
			Received:           c.Internet.Received(),
			Sent:               c.Internet.Sent(),
			Drops:              c.Internet.Drops().ByName(),
			RefusedNames:       c.Internet.RefusedNames.ByName(),
			RefusedConnections: c.Internet.RefusedConnections.ByName(),
		},
		RoutedNowhere: c.Fabric.RoutedNowhere.Load(),
	})
}

func (c *Control) putPcap(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		File string `json:"file"`
	}
	if err := readBody(r, &wanted); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !filepath.IsAbs(wanted.File) {
		http.Error(w, "file must be an absolute path", http.StatusBadRequest)
		return
	}
	port := c.Fabric.Port(r.PathValue("id"))
	if port == nil {
		http.Error(w, "no server has this id", http.StatusNotFound)
		return
	}
	if err := port.StartCapture(wanted.File); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (c *Control) deletePcap(w http.ResponseWriter, r *http.Request) {
	port := c.Fabric.Port(r.PathValue("id"))
	if port == nil {
		http.Error(w, "no server has this id", http.StatusNotFound)
		return
	}
	port.StopCapture()
	w.WriteHeader(http.StatusNoContent)
}

func readBody(r *http.Request, to any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, largestBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(to); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the JSON object")
	}
	return nil
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		log.Printf("an answer was not sent: %v", err)
	}
}
