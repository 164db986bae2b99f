package gateway

import (
	"bytes"
	"errors"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// toldConn notes the deadlines that it is told of.
type toldConn struct {
	net.Conn
	told []time.Time
}

func (c *toldConn) SetReadDeadline(t time.Time) error {
	c.told = append(c.told, t)
	return c.Conn.SetReadDeadline(t)
}

// Whatever deadlines are set one after the other, a read ends at the last one and no
// other, or never.
func TestDeadlinesEndAtTheirTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		wanted := rapid.SliceOfN(rapid.IntRange(-1, 20), 1, 8).Draw(rt, "deadlines") // seconds; 0 is none, -1 long ago
		waits := rapid.SliceOfN(rapid.IntRange(0, 10), len(wanted), len(wanted)).Draw(rt, "waits")
		synctest.Test(t, func(t *testing.T) {
			here, there := net.Pipe()
			defer here.Close()
			defer there.Close()
			c := &timed{Conn: here}
			var last time.Time
			for i, s := range wanted {
				time.Sleep(time.Duration(waits[i]) * time.Second)
				switch s {
				case -1:
					last = time.Unix(1, 0)
				case 0:
					last = time.Time{}
				default:
					last = time.Now().Add(time.Duration(s) * time.Second)
				}
				require.NoError(t, c.SetDeadline(last))
			}
			for _, use := range []func([]byte) (int, error){c.Read, c.Write} {
				ended := make(chan error, 1)
				began := time.Now()
				go func() { _, err := use(make([]byte, 1)); ended <- err }()
				switch {
				case last.IsZero():
					time.Sleep(time.Hour)
					synctest.Wait()
					require.Empty(t, ended)
					require.NoError(t, c.SetDeadline(time.Unix(1, 0)))
					require.ErrorIs(t, <-ended, os.ErrDeadlineExceeded, "also one that is under way ends")
					require.NoError(t, c.SetDeadline(last))
				default:
					require.ErrorIs(t, <-ended, os.ErrDeadlineExceeded)
					require.Equal(t, max(0, last.Sub(began)), time.Since(began))
				}
			}
		})
	})
}

// A deadline that only moves away is told once.
func TestDeadlinesAreToldWhenTheyComeNearer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer here.Close()
		defer there.Close()
		inner := &toldConn{Conn: here}
		c := &timed{Conn: inner}
		first := time.Now().Add(10 * time.Second)
		for i := range 5 {
			require.NoError(t, c.SetReadDeadline(first.Add(time.Duration(i)*time.Second)))
			require.NoError(t, c.SetReadDeadline(time.Time{}))
		}
		require.Equal(t, []time.Time{first}, inner.told)
		go func() { time.Sleep(time.Minute); _, _ = there.Write([]byte("x")) }()
		n, err := c.Read(make([]byte, 1))
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.Equal(t, []time.Time{first, {}}, inner.told, "none, when the first has passed")
	})
}

// What was written in part before a deadline that is not meant any more goes on where
// it stopped.
func TestWritesGoOnWhereTheyStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer there.Close()
		c := &timed{Conn: here}
		require.NoError(t, c.SetWriteDeadline(time.Now().Add(2*time.Second)))
		require.NoError(t, c.SetWriteDeadline(time.Now().Add(time.Minute)))
		want := bytes.Repeat([]byte("abcdefghij"), 3)
		go func() {
			n, err := c.Write(want)
			assert.Equal(t, len(want), n)
			assert.NoError(t, err)
			_ = c.Close()
		}()
		var got []byte
		for {
			time.Sleep(time.Second)
			piece := make([]byte, 7)
			n, err := there.Read(piece)
			got = append(got, piece[:n]...)
			if err != nil {
				require.False(t, errors.Is(err, os.ErrDeadlineExceeded))
				break
			}
		}
		require.Equal(t, string(want), string(got))
	})
}
