package transport

import (
	"context"
	"net"
	"net/http"
	"time"
)

const (
	// streamBuffer is how much of a file may wait on this computer for a slow line.
	// More would tell of a progress that there is not, and be lost when it breaks.
	streamBuffer = 256 << 10
	// streamAnswer is how long an answer may take once the last of a file was given
	// to the line, which then still has streamBuffer to carry.
	streamAnswer = 2 * time.Minute
)

// streamClient is a client for files, beside that for short calls.
func streamClient(of *http.Client) *http.Client {
	short, ok := of.Transport.(*http.Transport)
	if !ok {
		return of
	}
	long, dial := short.Clone(), short.DialContext
	long.ResponseHeaderTimeout = streamAnswer
	long.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if line, ok := conn.(*net.TCPConn); ok && err == nil {
			_ = line.SetWriteBuffer(streamBuffer) // without it the progress is only less exact
			_ = line.SetLinger(0)                 // what waits is dropped by a stop, and does not arrive beside the next try
		}
		return conn, err
	}
	return &http.Client{Transport: long}
}
