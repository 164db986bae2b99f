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
