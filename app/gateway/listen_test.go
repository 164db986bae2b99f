package gateway_test

import (
	"net"
	"strconv"
	"testing"

	"channeldesk/app"
	"channeldesk/app/gateway"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhereToListenIsRead(t *testing.T) {
	for typed, want := range map[string]string{
		"":                    "127.0.0.1:8080",
		" 127.0.0.1:8081 ":    "127.0.0.1:8081",
		"9000":                "127.0.0.1:9000",
		":8080":               ":8080",
		"0.0.0.0:08080":       "0.0.0.0:8080",
		"localhost:8080":      "localhost:8080",
		"[::1]:8080":          "[::1]:8080",
		"192.168.1.5:65535":   "192.168.1.5:65535",
		"0":                   "",
		"127.0.0.1":           "",
		"127.0.0.1:0":         "",
		"127.0.0.1:65536":     "",
		"127.0.0.1:http":      "",
		"http://127.0.0.1:80": "",
		"wa.example.com:8080": "",
		"::1:8080":            "",
	} {
		got, err := gateway.ParseListen(typed)
		assert.Equal(t, want, got, typed)
		if want == "" {
			require.Error(t, err, typed)
			assert.Equal(t, "listen", app.AsError(err).Field, typed)
		} else {
			require.NoError(t, err, typed)
		}
	}
}

func TestWhoCanReachIt(t *testing.T) {
	for listen, open := range map[string]bool{
		"127.0.0.1:8080": false, "127.0.0.9:1": false, "[::1]:8080": false, "localhost:8080": false, "[::ffff:127.0.0.1]:80": false,
		":8080": true, "0.0.0.0:8080": true, "[::]:8080": true, "192.168.1.5:8080": true,
	} {
		assert.Equal(t, open, gateway.OpenToNetwork(listen), listen)
	}
}

func TestAFreePortIsFoundBesideATakenOne(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a port of a test
	require.NoError(t, err)
	defer taken.Close()
	err = gateway.TryListen(t.Context(), taken.Addr().String())
	require.Equal(t, gateway.CodeCannotListen, app.ErrorCode(err))
	_, port, err2 := net.SplitHostPort(taken.Addr().String())
	require.NoError(t, err2)
	assert.Contains(t, err.Error(), "another program uses port "+port)
	free, err := gateway.FreeListen(t.Context(), taken.Addr().String())
	require.NoError(t, err)
	assert.NotEqual(t, taken.Addr().String(), free)
	require.NoError(t, gateway.TryListen(t.Context(), free))
	assert.False(t, gateway.OpenToNetwork(free))
	// An address that this computer does not have.
	free, err = gateway.FreeListen(t.Context(), net.JoinHostPort("192.0.2.1", strconv.Itoa(65535)))
	require.NoError(t, err)
	assert.Contains(t, free, "127.0.0.1:")
	assert.Contains(t, gateway.TryListen(t.Context(), "192.0.2.1:8080").Error(), "192.0.2.1 is not an address of this computer")
}
