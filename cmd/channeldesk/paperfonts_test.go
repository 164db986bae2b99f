package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Sheets take emoji from where the window takes them, on every computer.
func TestPaperHasEmoji(t *testing.T) {
	find := paperFonts().Other
	for _, r := range "🌿🌸🦆" {
		face := find(r, false)
		require.NotNil(t, face)
		_, ok := face.NominalGlyph(r)
		assert.True(t, ok, string(r))
	}
}

// Without a home to write to, fonts are found all the same.
func TestFontsAreFoundWithoutAHome(t *testing.T) {
	t.Setenv("HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("LocalAppData", "")
	dir, done := fontCache()
	assert.DirExists(t, dir)
	done()
	assert.NoDirExists(t, dir)
	t.Setenv("HOME", t.TempDir())
	t.Setenv("LocalAppData", t.TempDir())
	dir, done = fontCache()
	assert.Empty(t, dir, "the usual place")
	done()
}
