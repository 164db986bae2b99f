package transport

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// endless is a file without an end that counts what was read of it.
type endless struct{ read atomic.Int64 }

func (e *endless) Read(b []byte) (int, error) {
	e.read.Add(int64(len(b)))
	return len(b), nil
}

func (*endless) Close() error { return nil }

// On a line that takes nothing, little of a file counts as sent: what is told of its
// progress is true, and a break loses little.
func TestAFileDoesNotRunAheadOfItsLine(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	b := newBench(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-ctx.Done() }))
	r, file := b.write(), &endless{}
	r.JSON, r.Size, r.Stream = nil, 1<<30, func() (io.ReadCloser, error) { return file, nil }
	b.fails(ctx, r)
	require.Positive(t, file.read.Load())
	require.Less(t, file.read.Load(), int64(2<<20))
}

// What was on its way when it is stopped does not go on arriving.
func TestAStoppedFileIsCutOff(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	b := newBench(t, http.NotFoundHandler())
	b.url = "http://" + listener.Addr().String()
	go func() {
		defer close(ended)
		r := b.write()
		r.JSON, r.Size, r.Stream = nil, 1<<30, func() (io.ReadCloser, error) { return &endless{}, nil }
		_, _ = b.caller.Do(ctx, r)
	}()
	line, err := listener.Accept()
	require.NoError(t, err)
	_, err = line.Read(make([]byte, 4096))
	require.NoError(t, err)
	stop()
	<-ended
	_, err = io.Copy(io.Discard, line)
	require.ErrorIs(t, err, syscall.ECONNRESET)
	require.NoError(t, line.Close())
}

// The last of a file may be long on a slow line, in which nothing is heard.
func TestTheAnswerToAFileMayTakeLonger(t *testing.T) {
	c := New(Options{Provider: "Acme"})
	require.Equal(t, headerTimeout, c.client.Transport.(*http.Transport).ResponseHeaderTimeout)
	require.Equal(t, streamAnswer, c.streams.Transport.(*http.Transport).ResponseHeaderTimeout)
}
