// Package assets carries every file that is compiled into the program: the
// fonts, the line icons, the translations and the icon of the application.
// It embeds and hands out bytes, and does nothing else; what an icon looks
// like in a given colour is decided in the widget kit.
//
// All functions are safe for concurrent use. Callers must not change the
// returned bytes.
package assets

import (
	"embed"
	"sort"
	"strings"
)

//go:embed icons/*.svg
var icons embed.FS

//go:embed fonts/Inter-Regular.otf
var fontRegular []byte

//go:embed fonts/Inter-SemiBold.otf
var fontSemiBold []byte

// The slanted faces, which only the messages of a chat use.
//
//go:embed fonts/Inter-Italic.otf
var fontItalic []byte

//go:embed fonts/Inter-SemiBoldItalic.otf
var fontSemiBoldItalic []byte

//go:embed fonts/JetBrainsMono-Regular.ttf
var fontMono []byte

// The same two faces with TrueType outlines, which PDF files need.
//
//go:embed fonts/Inter-Regular.ttf
var paperRegular []byte

//go:embed fonts/Inter-SemiBold.ttf
var paperSemiBold []byte

//go:embed icon.png
var appIcon []byte

// Translations holds translations/en.json and translations/id.json, ready to
// be given to lang.AddTranslationsFS.
//
//go:embed translations/*.json
var Translations embed.FS

// Icon returns the SVG text of the line icon with this name (without folder
// and ending, such as "circle-check"), or nil when there is none.
func Icon(name string) []byte {
	data, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return data
}

// IconNames lists the names that Icon knows, in alphabetical order.
func IconNames() []string {
	entries, err := icons.ReadDir("icons")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".svg"))
	}
	sort.Strings(names)
	return names
}

// FontRegular returns Inter Regular, the text face.
func FontRegular() []byte { return fontRegular }

// FontSemiBold returns Inter SemiBold, the face for titles and buttons.
func FontSemiBold() []byte { return fontSemiBold }

// FontItalic returns Inter Italic, for what people slant in a message.
func FontItalic() []byte { return fontItalic }

// FontSemiBoldItalic returns Inter SemiBold Italic, for bold words among it.
func FontSemiBoldItalic() []byte { return fontSemiBoldItalic }

// FontMono returns JetBrains Mono Regular, the face for keys and addresses.
func FontMono() []byte { return fontMono }

// PaperRegular returns Inter Regular for PDF files and pictures of sheets.
func PaperRegular() []byte { return paperRegular }

// PaperSemiBold returns Inter SemiBold for PDF files and pictures of sheets.
func PaperSemiBold() []byte { return paperSemiBold }

// AppIcon returns the icon of the application as a PNG of 512 x 512 pixels.
func AppIcon() []byte { return appIcon }
