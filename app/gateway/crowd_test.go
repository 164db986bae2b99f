package gateway_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app/gateway"
)

// talker is one connection that a test speaks on.
type talker struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
}

func (d *desk) dial() *talker {
	d.t.Helper()
	conn, err := net.Dial("tcp", d.host())
	require.NoError(d.t, err)
	d.t.Cleanup(func() { _ = conn.Close() })
	require.NoError(d.t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	return &talker{d.t, conn, bufio.NewReader(conn)}
}

func (c *talker) write(text string) {
	c.t.Helper()
	_, err := io.WriteString(c.conn, text)
	require.NoError(c.t, err)
}

// answer is the status of the next answer; 0 when the connection is closed.
func (c *talker) answer() int {
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode
}

func (c *talker) isClosed() bool {
	_, err := c.in.ReadByte()
	return err != nil
}

const healthRequest = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

// Whoever says nothing for the longest time makes room; who is being answered stays.
func TestSilentConnectionsMakeRoom(t *testing.T) {
	d := start(t, func(p *gateway.Params) { p.Limits.Connections = 3 })
	in, hold := make(chan struct{}), make(chan struct{})
	d.inbox.answer = func(gateway.Hook) gateway.Answer { close(in); <-hold; return gateway.Answer{Status: 200, Body: "OK"} }
	working := d.dial()
	working.write("POST /hooks/meta/nb-41c0d7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")
	<-in
	used, silent := d.dial(), d.dial()
	used.write(healthRequest)
	assert.Equal(t, 200, used.answer(), "it is silent since now")

	for range 20 {
		next := d.dial()
		next.write(healthRequest)
		assert.Equal(t, 200, next.answer())
	}
	assert.True(t, silent.isClosed())
	assert.True(t, used.isClosed())
	close(hold)
	assert.Equal(t, 200, working.answer())
}

// When all are being answered, the next one waits.
func TestBusyConnectionsAreWaitedFor(t *testing.T) {
	d := start(t, func(p *gateway.Params) { p.Limits.Connections = 1 })
	in, hold := make(chan struct{}), make(chan struct{})
	d.inbox.answer = func(gateway.Hook) gateway.Answer { close(in); <-hold; return gateway.Answer{Status: 200, Body: "OK"} }
	working := d.dial()
	working.write("POST /hooks/meta/nb-41c0d7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")
	<-in
	late := d.dial()
	late.write(healthRequest)
	close(hold)
	assert.Equal(t, 200, late.answer())
	assert.Equal(t, 200, working.answer())
}

// Four connections that say nothing for each that there is room for.
func TestManySilentConnections(t *testing.T) {
	d := start(t, func(p *gateway.Params) { p.Limits.Connections, p.Limits.Header = 200, time.Hour })
	for i := range 800 {
		c := d.dial()
		if i%4 == 0 {
			c.write("POST /hooks")
		}
	}
	for i := range 50 {
		res := d.send("POST", "/hooks/meta/nb-41c0d7", fmt.Sprint(i))
		require.Equal(t, http.StatusOK, res.StatusCode)
	}
}
