//go:build linux

package drive

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSeen(t *testing.T) {
	s := Seen{Layers: 1, Things: []Thing{
		{Kind: "button", Text: "Replace", Y: 100},
		{Kind: "text", Text: "Access token", Y: 300, Layer: 1},
		{Kind: "button", Text: "Replace", Y: 200, Layer: 1},
		{Kind: "button", Text: "Replace", Y: 310, Layer: 1, Focused: true},
		{Kind: "button", Text: "Replace", Y: 305, Layer: 1, Disabled: true},
		{Kind: "text", Text: "Access token is valid", Y: 10, Layer: 1},
		{Kind: "field", Text: "Access token", Y: 312, Layer: 1},
		{Kind: "step", State: "passed", Layer: 1},
	}}
	found, ok := s.Near("Replace", "Access token")
	require.True(t, ok)
	require.Equal(t, 310, found.Y, "the nearest that is not disabled, and of the topmost layer")
	found, ok = s.Control("Replace")
	require.True(t, ok)
	require.Equal(t, 1, found.Layer)
	found, ok = s.Text("token is")
	require.True(t, ok)
	require.Equal(t, 10, found.Y)
	_, ok = s.Control("Access tokens")
	require.False(t, ok)
	found, ok = s.Focused()
	require.True(t, ok)
	require.Equal(t, 310, found.Y)
	require.True(t, s.Says("is valid"))
	require.Contains(t, s.String(), "disabled")
	require.Equal(t, "window \"\", 0x0, 1 layers\n  layer 0: Replace |\n"+
		"  layer 1: Access token | Replace | Replace focused | Replace disabled | Access token is valid | Access token |\n", s.Short())
}
