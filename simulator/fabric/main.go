// Fabric is the network of the simulated Elastic Metal servers: it carries frames between QEMU guests as the API's rules of
// that moment say, and stands for the internet. See README.md.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	log.SetFlags(log.LstdFlags | log.LUTC)
	folder := flag.String("folder", "", "private folder, which gets the control socket and one socket for each port")
	flag.Parse()
	if *folder == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: fabric --folder DIR")
		os.Exit(2)
	}
	// Whoever started the fabric may end before it: neither a closed terminal nor a closed pipe ends it.
	signal.Ignore(syscall.SIGHUP, syscall.SIGPIPE)
	process, err := start(*folder)
	if err != nil {
		fmt.Fprintf(os.Stderr, "fabric: %v\n", err)
		os.Exit(1)
	}
	ends := make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-ends
		process.stop()
	}()
	fmt.Println("ready")
	process.wait()
}
