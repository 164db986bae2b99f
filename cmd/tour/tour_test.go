//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTour is the window test of the main path: the whole tour, on the test
// desktop, with the program that was built for the tests.
func TestTour(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	binary := os.Getenv("CHANNELDESK_BINARY")
	if binary == "" {
		binary = filepath.Join(t.TempDir(), "channeldesk")
		build := exec.Command("go", "build", "-buildvcs=false", "-tags", "migrated_fynedo", "-o", binary, "./cmd/channeldesk")
		build.Dir = root
		out, err := build.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	tour := exec.Command(filepath.Join(root, ".ci", "tour"))
	tour.Env = append(os.Environ(), "CHANNELDESK_BINARY="+binary)
	if testing.Short() {
		tour.Env = append(tour.Env, "CHANNELDESK_TOUR=quick")
	}
	out, err := tour.CombinedOutput()
	t.Log(string(out))
	require.NoError(t, err)
}

func TestSeen(t *testing.T) {
	s := seen{Layers: 1, Things: []thing{
		{Kind: "button", Text: "Replace", Y: 100},
		{Kind: "text", Text: "Access token", Y: 300, Layer: 1},
		{Kind: "button", Text: "Replace", Y: 200, Layer: 1},
		{Kind: "button", Text: "Replace", Y: 310, Layer: 1, Focused: true},
		{Kind: "button", Text: "Replace", Y: 305, Layer: 1, Disabled: true},
		{Kind: "text", Text: "Access token is valid", Y: 10, Layer: 1},
		{Kind: "field", Text: "Access token", Y: 312, Layer: 1},
		{Kind: "step", State: "passed", Layer: 1},
	}}
	found, ok := s.near("Replace", "Access token")
	require.True(t, ok)
	require.Equal(t, 310, found.Y, "the nearest that is not disabled, and of the topmost layer")
	found, ok = s.control("Replace")
	require.True(t, ok)
	require.Equal(t, 1, found.Layer)
	found, ok = s.text("token is")
	require.True(t, ok)
	require.Equal(t, 10, found.Y)
	_, ok = s.control("Access tokens")
	require.False(t, ok)
	found, ok = s.focused()
	require.True(t, ok)
	require.Equal(t, 310, found.Y)
	require.Equal(t, 1, s.steps("passed"))
	require.True(t, s.says("is valid"))
	require.Contains(t, s.String(), "disabled")
}
