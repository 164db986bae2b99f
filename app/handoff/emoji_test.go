package handoff_test

import (
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"github.com/stretchr/testify/assert"
	"golang.org/x/image/math/fixed"

	"channeldesk/app/handoff"
)

// A narrow emoji keeps its whole square: squeezed into the width of its ink it came
// out as a speck.
func TestNarrowEmojiKeepTheirSquare(t *testing.T) {
	g := shaping.Glyph{Advance: fixed.I(96), Width: fixed.I(54), Height: -fixed.I(90), XBearing: fixed.I(21), YBearing: fixed.I(79)}
	down := handoff.WholeSquare(&g, font.GlyphSVG{Source: []byte(`<svg id="glyph655" viewBox="0 54.4 64 64"><g/></svg>`)})
	assert.Equal(t, -82, down, "the square begins 54.4 of its 64 parts above the baseline")
	assert.Equal(t, fixed.I(96), g.Width)
	assert.Equal(t, -fixed.I(96), g.Height)
	assert.Zero(t, g.XBearing)
	assert.Zero(t, handoff.WholeSquare(&g, font.GlyphSVG{Source: []byte(`<svg><g/></svg>`)}))
}
