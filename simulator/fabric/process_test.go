package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// program is the real fabric, built once.
func program(t *testing.T) string {
	t.Helper()
	if os.Getenv("GOFLAGS") == "" {
		t.Setenv("GOFLAGS", "-buildvcs=false")
	}
	binary, err := build()
	must(t, err)
	return binary
}

var programFolder string

var build = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(programFolder, "fabric")
	if output, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, output)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	var err error
	if programFolder, err = os.MkdirTemp("", "fabric"); err != nil {
		panic(err)
	}
	status := m.Run()
	os.RemoveAll(programFolder)
	os.Exit(status)
}

func run(t *testing.T, binary, folder string, problems *os.File) *exec.Cmd {
	t.Helper()
	command := exec.Command(binary, "--folder", folder)
	command.Stderr = problems
	output, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	t.Cleanup(func() { command.Process.Kill() })
	line, err := bufio.NewReader(output).ReadString('\n')
	must(t, err)
	if line != "ready\n" {
		t.Fatalf("%q", line)
	}
	return command
}

func TestTheProgramStartsIsReadyAndEndsWithoutATrace(t *testing.T) {
	binary := program(t)
	folder, err := os.MkdirTemp("", "f")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	c := &cloud{t: t, folder: folder, client: clientOf(folder)}
	for what, end := range map[string]func(command *exec.Cmd){
		"SIGTERM": func(command *exec.Cmd) { command.Process.Signal(syscall.SIGTERM) },
		"SIGINT":  func(command *exec.Cmd) { command.Process.Signal(syscall.SIGINT) },
		"POST /stop": func(*exec.Cmd) {
			if status, _ := c.request("POST", "/stop", nil); status != http.StatusNoContent {
				t.Errorf("POST /stop: %d", status)
			}
		},
	} {
		command := run(t, binary, folder, os.Stderr)
		if about, err := os.Stat(filepath.Join(folder, "control")); err != nil || about.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", about, err)
		}
		c.put(threeServers())
		c.plug("a")
		end(command)
		if err := command.Wait(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("%s left %v", what, left)
		}
	}
}

func TestTheProgramOutlivesATerminalAndTheReaderOfItsOutput(t *testing.T) {
	folder, err := os.MkdirTemp("", "f")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	reader, writer, err := os.Pipe()
	must(t, err)
	command := run(t, program(t), folder, writer)
	writer.Close()
	reader.Close()
	must(t, command.Process.Signal(syscall.SIGHUP))
	c := &cloud{t: t, folder: folder, client: clientOf(folder)}
	c.put(threeServers())
	// A problem that is logged, where nobody reads it any more.
	a := c.plug("a")
	_, err = a.conn.Write([]byte("GET / HTTP/1.1"))
	must(t, err)
	a.awaitEnd()
	c.state()
}

func TestASecondFabricInTheFolderIsRefusedAndADeadOneIsReplaced(t *testing.T) {
	binary := program(t)
	folder, err := os.MkdirTemp("", "f")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	first := run(t, binary, folder, os.Stderr)
	c := &cloud{t: t, folder: folder, client: clientOf(folder)}
	c.put(threeServers())
	output, err := exec.Command(binary, "--folder", folder).CombinedOutput()
	if err == nil || !strings.Contains(string(output), "another fabric answers") {
		t.Errorf("%v %s", err, output)
	}
	c.state()
	must(t, first.Process.Kill())
	first.Wait()
	c.client.CloseIdleConnections()
	run(t, binary, folder, os.Stderr)
	c.put(threeServers())
	c.plug("a").flush()
}

func TestWithoutAFolderTheProgramSaysHowItIsCalled(t *testing.T) {
	output, err := exec.Command(program(t)).CombinedOutput()
	if err == nil || !strings.Contains(string(output), "--folder DIR") {
		t.Errorf("%v %s", err, output)
	}
}

func TestWhatIsNoAddressCannotBeConnectedToOrPinged(t *testing.T) {
	c := startCloud(t)
	for _, to := range []string{"example.org:22", "51.159.39.206:0", "[::1]:22"} {
		if _, status, words := c.connect(to, patience); status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", to, status, words)
		}
	}
	for _, body := range []string{`{}`, `{"address":"example.org"}`, `{"address":"51.159.39.206","count":0}`, `{"address":"51.159.39.206","size":-1}`,
		`{"address":"51.159.39.206","timeoutMs":0}`, `{"address":"51.159.39.206","fast":true}`} {
		if status, _ := c.request("POST", "/ping", body); status != http.StatusBadRequest {
			t.Errorf("%s: %d", body, status)
		}
	}
	if result := c.ping(map[string]any{"address": "198.51.100.1"}); result.Sent != 0 || len(result.Errors) != 1 {
		t.Errorf("%+v", result)
	}
}
