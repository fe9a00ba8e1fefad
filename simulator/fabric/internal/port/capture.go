package port

import (
	"fmt"
	"log"
	"os"
	"sync"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

// Capture writes every frame of a port, both directions and also those that are dropped, to a pcap file.
type Capture struct {
	File string

	lock   sync.Mutex
	file   *os.File
	writer *pcapgo.Writer
}

// StartCapture replaces a capture that runs. The file starts anew and is for its owner only, since it holds what guests
// say in clear.
func (p *Port) StartCapture(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	writer := pcapgo.NewWriter(file)
	err = file.Chmod(0o600)
	if err == nil {
		err = writer.WriteFileHeader(frame.Longest, layers.LinkTypeEthernet)
	}
	if err != nil {
		file.Close()
		return fmt.Errorf("%s: %w", path, err)
	}
	p.swapCapture(&Capture{File: path, file: file, writer: writer})
	return nil
}

// StopCapture closes the file; what was captured stays.
func (p *Port) StopCapture() { p.swapCapture(nil) }

// CaptureFile is empty while nothing is captured.
func (p *Port) CaptureFile() string {
	if capture := p.capture.Load(); capture != nil {
		return capture.File
	}
	return ""
}

func (p *Port) swapCapture(next *Capture) {
	if former := p.capture.Swap(next); former != nil {
		former.lock.Lock()
		defer former.lock.Unlock()
		former.file.Close()
		former.file = nil
	}
}

func (p *Port) record(f *frame.Frame) {
	capture := p.capture.Load()
	if capture == nil {
		return
	}
	capture.lock.Lock()
	defer capture.lock.Unlock()
	if capture.file == nil {
		return
	}
	b := f.Bytes()
	about := gopacket.CaptureInfo{Timestamp: time.Now(), CaptureLength: len(b), Length: len(b)}
	if err := capture.writer.WritePacket(about, b); err != nil {
		log.Printf("port %s: the capture to %s ends: %v", p.Name, capture.File, err)
		capture.file.Close()
		capture.file = nil
		p.capture.CompareAndSwap(capture, nil)
	}
}
