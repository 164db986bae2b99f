//go:build linux

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// child is a process of this program in another role.
type child struct {
	cmd   *exec.Cmd
	input io.WriteCloser
	base  string // http://host:port
}

// start waits until the child serves.
func start(ctx context.Context, args ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.CommandContext(ctx, self, args...)}
	c.cmd.Stderr = os.Stderr
	if c.input, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%v did not start", args), err, c.end())
	}
	c.base = "http://" + strings.TrimSpace(line)
	return c, nil
}

// end lets the child leave by itself.
func (c *child) end() error { return errors.Join(c.input.Close(), c.cmd.Wait()) }

// ready prints the address and waits until the parent lets us leave.
func ready(ctx context.Context, address string) {
	fmt.Println(address)
	gone := make(chan struct{})
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); close(gone) }()
	select {
	case <-gone:
	case <-ctx.Done():
	}
}

func serve(ctx context.Context, h http.Handler) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	ready(ctx, l.Addr().String())
	_ = server.Close()
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func proc(pid int, name string) (string, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
	return string(data), err
}

// memory is the resident set size in MiB, without the pages of files.
func (c *child) memory() (float64, error) {
	text, err := proc(c.cmd.Process.Pid, "status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024, err
		}
	}
	return 0, errors.New("/proc tells no memory")
}

// processor is the time that a process spent until now, in milliseconds, in steps
// of 10.
func processor(pid int) (float64, error) {
	text, err := proc(pid, "stat")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(text, ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("/proc tells no processor time")
	}
	user, err := strconv.ParseFloat(fields[11], 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseFloat(fields[12], 64)
	return (user + system) * 10, err
}
