package kit

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLongValueNeedsNoLock(t *testing.T) {
	f := NewTextField("Channel Integration ID").Mono().WithoutLock()
	onWindow(t, f)
	f.SetReadOnly(true)
	require.False(t, f.frame.lock.Visible())
	plain := NewTextField("App ID")
	plain.SetReadOnly(true)
	require.True(t, plain.frame.lock.Visible())
}
