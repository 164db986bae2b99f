package gateway

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// timed is a connection that tells the system of a deadline only when it comes nearer,
// and of one that went further away when the nearer one has passed. The server moves
// several of them for each request, nearly always a little further. Safe for
// concurrent use as every connection is.
type timed struct {
	net.Conn
	read, write deadline
}

// deadline is one of the two of a connection.
type deadline struct {
	mu sync.Mutex
	// want is what it should be, and told what the system knows; zero is none.
	want, told time.Time
	// short is true while told is there to interrupt and has to go again.
	short bool
}

// moved tells the system of a deadline if it must know.
func (d *deadline) moved(t time.Time, tell func(time.Time) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.want = t
	if !d.short && (d.told.Equal(t) || !d.told.IsZero() && (t.IsZero() || t.After(d.told))) {
		return nil
	}
	d.told, d.short = t, !t.IsZero() && t.Before(longAgo)
	return tell(t)
}

// longAgo is after what the server sets to end a read that is under way, and before
// every real deadline.
var longAgo = time.Unix(1<<20, 0)

// passed reports whether a deadline that the system saw passing is the real one. One
// that is not takes its place.
func (d *deadline) passed(tell func(time.Time) error) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.want.IsZero() && !d.want.After(time.Now()) {
		return true
	}
	d.told, d.short = d.want, false
	return tell(d.want) != nil
}

// SetDeadline is SetReadDeadline and SetWriteDeadline.
func (c *timed) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline ends reading at a time.
func (c *timed) SetReadDeadline(t time.Time) error { return c.read.moved(t, c.Conn.SetReadDeadline) }

// SetWriteDeadline ends writing at a time.
func (c *timed) SetWriteDeadline(t time.Time) error { return c.write.moved(t, c.Conn.SetWriteDeadline) }

// Read reads until the deadline.
func (c *timed) Read(p []byte) (n int, err error) {
	for {
		n, err = c.Conn.Read(p)
		if err == nil || n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) || c.read.passed(c.Conn.SetReadDeadline) {
			return n, err
		}
	}
}

// Write writes until the deadline.
func (c *timed) Write(p []byte) (n int, err error) {
	for {
		var more int
		more, err = c.Conn.Write(p[n:])
		n += more
		if err == nil || !errors.Is(err, os.ErrDeadlineExceeded) || c.write.passed(c.Conn.SetWriteDeadline) {
			return n, err
		}
	}
}
