package main

import (
	"bytes"
	"os"
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
		cache, done := fontCache()
		defer done()
		found := fontscan.NewFontMap(silent{})
		if err := found.UseSystemFonts(cache); err != nil {
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

// fontCache is the folder in which the list of this computer's fonts is kept, "" for
// the usual one. An account without a home, or with one that cannot be written, gets a
// folder for this once, which done removes.
func fontCache() (dir string, done func()) {
	usual, err := os.UserCacheDir()
	if err == nil {
		err = os.MkdirAll(usual, 0o700)
	}
	if err == nil {
		var probe string
		if probe, err = os.MkdirTemp(usual, "channeldesk-"); err == nil {
			_ = os.Remove(probe) // an empty folder that stays does no harm
			return "", func() {}
		}
	}
	if dir, err = os.MkdirTemp("", "channeldesk-fonts-"); err != nil {
		return "", func() {}
	}
	return dir, func() { _ = os.RemoveAll(dir) } // the system empties its temporary folder
}

// silent takes no notes: a font that cannot be read is left out.
type silent struct{}

func (silent) Printf(string, ...any) {}
