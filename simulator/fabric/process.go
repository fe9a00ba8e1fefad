package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/control"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/internet"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/network"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// answerTime is how long requests under way may take once the fabric ends; tunnels are cut.
const answerTime = time.Second

// process is one running fabric.
type process struct {
	fabric *network.Fabric
	server *http.Server
	once   sync.Once
	ended  chan struct{}
}

// start a fabric without servers in the folder, which answers on <folder>/control.
func start(folder string) (*process, error) {
	listener, err := listen(filepath.Join(folder, rules.ControlSocket))
	if err != nil {
		return nil, err
	}
	fabric := network.New(folder)
	outside, err := internet.New(fabric.RouteFromOutside)
	if err != nil {
		listener.Close()
		return nil, err
	}
	fabric.SetOutside(outside)
	p := &process{fabric: fabric, ended: make(chan struct{})}
	answers := &control.Control{Fabric: fabric, Internet: outside, Stop: func() { go p.stop() }}
	p.server = &http.Server{Handler: answers.Handler()}
	go func() {
		if err := p.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Printf("control: %v", err)
			p.stop()
		}
	}()
	return p, nil
}

// listen in the place of a socket that a killed fabric left, but not in that of a running one.
func listen(path string) (net.Listener, error) {
	if conn, err := net.Dial("unix", path); err == nil {
		conn.Close()
		return nil, fmt.Errorf("another fabric answers on %s; stop it, or take another folder", path)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("%w (a socket's path has at most 107 characters)", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		listener.Close()
		return nil, err
	}
	return listener, nil
}

// stop removes the sockets, then ends.
func (p *process) stop() {
	p.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), answerTime)
		defer cancel()
		_ = p.server.Shutdown(ctx)
		p.fabric.Close()
		close(p.ended)
	})
}

func (p *process) wait() { <-p.ended }
