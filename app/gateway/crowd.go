package gateway

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// crowd lets so many connections in at a time. When there are more, the one goes
// that has said nothing for the longest time: thousands of silent connections keep
// nobody out. Only when all of them are being answered, a new one waits. Safe for
// concurrent use.
type crowd struct {
	net.Listener
	most int

	mu     sync.Mutex
	room   *sync.Cond
	open   map[*inCrowd]struct{}
	silent *list.List // of *inCrowd, the longest first
	closed bool
}

// inCrowd is a connection that counts.
type inCrowd struct {
	net.Conn
	crowd *crowd
	place *list.Element // among the silent; nil while a request is answered
}

func newCrowd(l net.Listener, most int) *crowd {
	c := &crowd{Listener: l, most: most, open: map[*inCrowd]struct{}{}, silent: list.New()}
	c.room = sync.NewCond(&c.mu)
	return c
}

// Accept gives the next connection once there is room for it.
func (c *crowd) Accept() (net.Conn, error) {
	raw, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	conn := &inCrowd{Conn: &timed{Conn: raw}, crowd: c}
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.open) >= c.most && !c.closed {
		if longest := c.silent.Front(); longest != nil {
			out, _ := longest.Value.(*inCrowd)
			c.forget(out)
			_ = out.Conn.Close()
			continue
		}
		c.room.Wait()
	}
	c.open[conn] = struct{}{}
	conn.place = c.silent.PushBack(conn)
	return conn, nil
}

// Close takes no more.
func (c *crowd) Close() error {
	c.mu.Lock()
	c.closed = true
	c.room.Broadcast()
	c.mu.Unlock()
	return c.Listener.Close()
}

// forget makes the room of a connection free. The caller holds mu.
func (c *crowd) forget(conn *inCrowd) {
	if _, ok := c.open[conn]; !ok {
		return
	}
	delete(c.open, conn)
	if conn.place != nil {
		c.silent.Remove(conn.place)
		conn.place = nil
	}
	c.room.Signal()
}

// note is told by the server what a connection does.
func (c *crowd) note(conn net.Conn, state http.ConnState) {
	in, ok := conn.(*inCrowd)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, open := c.open[in]; !open {
		return
	}
	switch state {
	case http.StateActive:
		if in.place != nil {
			c.silent.Remove(in.place)
			in.place = nil
		}
	case http.StateIdle:
		if in.place == nil {
			in.place = c.silent.PushBack(in)
			c.room.Signal() // it can make room
		}
	case http.StateNew, http.StateHijacked, http.StateClosed:
	}
}

// Close ends the connection.
func (i *inCrowd) Close() error {
	i.crowd.mu.Lock()
	i.crowd.forget(i)
	i.crowd.mu.Unlock()
	return i.Conn.Close()
}
