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
