package main

import (
	"bytes"
	"sync"

	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"

	"channeldesk/app/handoff"
	"channeldesk/assets"
)

// paperFonts are the fonts of pictures and PDF files. Letters that the house's own
// fonts lack are taken from where the window takes them: emoji from the toolkit, all
// else from the fonts of this computer.
func paperFonts() handoff.Fonts {
	return handoff.Fonts{Regular: assets.PaperRegular(), SemiBold: assets.PaperSemiBold(), Mono: assets.FontMono(), Other: computerFonts()}
}

// computerFonts finds fonts when the first letter asks for one: looking through those
// of the computer takes a moment.
func computerFonts() handoff.OtherFonts {
	find := sync.OnceValues(func() (*font.Face, *fontscan.FontMap) {
		var emoji *font.Face
		if file := theme.DefaultEmojiFont(); file != nil {
			emoji, _ = font.ParseTTF(bytes.NewReader(file.Content())) // without it emoji come from the computer
		}
		found := fontscan.NewFontMap(silent{})
		if err := found.UseSystemFonts(""); err != nil {
			found = nil // no fonts are known here: boxes stand for letters
		}
		return emoji, found
	})
	return func(r rune, bold bool) *font.Face {
		emoji, found := find()
		if emoji != nil {
			if _, ok := emoji.NominalGlyph(r); ok {
				return emoji
			}
		}
		if found == nil {
			return nil
		}
		aspect := font.Aspect{Style: font.StyleNormal, Weight: font.WeightNormal}
		if bold {
			aspect.Weight = font.WeightBold
		}
		found.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}, Aspect: aspect})
		found.SetScript(language.LookupScript(r))
		return found.ResolveFace(r)
	}
}

// silent takes no notes: a font that cannot be read is left out.
type silent struct{}

func (silent) Printf(string, ...any) {}
