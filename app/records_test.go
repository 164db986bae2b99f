package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func TestProtocolAt(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	past := []app.ProtocolSince{{Protocol: "meta_cloud", Since: day(5)}, {Protocol: "qontak", Since: day(10)}}
	require.Equal(t, app.ProtocolID(""), app.ProtocolAt(nil, day(5)))
	require.Equal(t, app.ProtocolID("meta_cloud"), app.ProtocolAt(past, day(1)), "before anything was written down")
	require.Equal(t, app.ProtocolID("meta_cloud"), app.ProtocolAt(past, day(10).Add(-time.Millisecond)))
	require.Equal(t, app.ProtocolID("qontak"), app.ProtocolAt(past, day(10)))
}
