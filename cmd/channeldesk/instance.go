package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"channeldesk/app"
)

// There is one window for each data folder. The process that has it listens on
// loopback and writes address and a random word, for its owner only, into the
// data folder; a second start sends the word there, and the window comes to the
// front.
const (
	instanceName    = "channeldesk.window"
	instanceTimeout = 2 * time.Second
)

// becomeWindow makes this process the one with the window. When another one has
// it, that one is asked to come to the front, and first is false.
func (w *workspace) becomeWindow(ctx context.Context) (raise <-chan struct{}, first bool, err error) {
	first, err = w.Lock.TryWindow() //nolint:contextcheck // it only tries, and waits for nothing
	if err != nil {
		return nil, false, err
	}
	path := filepath.Join(w.Dir, instanceName)
	if !first {
		return nil, false, askToRaise(ctx, path)
	}
	return w.listenForRaise(ctx, path), true, nil
}

func askToRaise(ctx context.Context, path string) error {
	data, err := os.ReadFile(path)
	if err == nil {
		address, word, _ := strings.Cut(strings.TrimSpace(string(data)), " ")
		dialer := net.Dialer{Timeout: instanceTimeout}
		var c net.Conn
		if c, err = dialer.DialContext(ctx, "tcp", address); err == nil {
			defer func() { _ = c.Close() }()
			_ = c.SetDeadline(time.Now().Add(instanceTimeout))
			if _, err = c.Write([]byte(word + "\n")); err == nil {
				_, err = bufio.NewReader(c).ReadString('\n')
			}
		}
	}
	if err != nil {
		return app.NewError(app.CodeConflict, app.Say("Channel Desk is open already, but its window does not answer.")).
			WithFix(app.Say("Look for it among the open windows, or end that program and start again.")).Because(err)
	}
	return nil
}

// listenForRaise is best effort: without it the window works, and a second start
// says that it is open already.
func (w *workspace) listenForRaise(ctx context.Context, path string) <-chan struct{} {
	raise := make(chan struct{}, 1)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		w.Log.Warn("listen for a second start", "cause", err)
		return raise
	}
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	word := hex.EncodeToString(b[:])
	// A file from before may have another mode.
	_ = os.Remove(path)
	if err := os.WriteFile(path, []byte(listener.Addr().String()+" "+word+"\n"), 0o600); err != nil {
		w.Log.Warn("tell where a second start finds the window", "cause", err)
	}
	w.work.Go(func() {
		<-w.ctx.Done()
		_ = listener.Close()
		_ = os.Remove(path)
	})
	w.work.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			if heard(c, word) {
				select {
				case raise <- struct{}{}:
				default:
				}
			}
		}
	})
	return raise
}

// heard reads one line from a second start and answers it when the word is right.
func heard(c net.Conn, word string) bool {
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(instanceTimeout))
	line := make([]byte, len(word)+1)
	n := 0
	for n < len(line) {
		read, err := c.Read(line[n:])
		if err != nil {
			return false
		}
		n += read
	}
	if subtle.ConstantTimeCompare(line, []byte(word+"\n")) != 1 {
		return false
	}
	_, _ = c.Write([]byte("ok\n"))
	return true
}
