package kit

import "fyne.io/fyne/v2"

// The widths of texts that were measured. The toolkit remembers them too, but it
// forgets all of them whenever a control gets a theme of its own, and those of what
// was not drawn for a minute. UI thread only.

// lettered is a text in a font.
type lettered struct {
	text  string
	size  float32
	style fyne.TextStyle
}

// mostWidths is how many widths are kept before those that were not asked for go.
const mostWidths = 4096

// widthMemory keeps widths in two halves: what is found in the older one moves to the
// newer one, and when that is full, the older one goes.
type widthMemory struct {
	theme      fyne.Theme // whose fonts they belong to
	new, older map[lettered]float32
}

var widths widthMemory

// textWidth is the width of a text, not rounded.
func textWidth(text string, size float32, style fyne.TextStyle) float32 {
	if style.Monospace && isPlain(text) {
		return float32(len(text)) * widths.of(lettered{"0", size, style})
	}
	return widths.of(lettered{text, size, style})
}

func (m *widthMemory) of(l lettered) float32 {
	m.follow()
	if w, ok := m.new[l]; ok {
		return w
	}
	w, ok := m.older[l]
	if !ok {
		w = fyne.MeasureText(l.text, l.size, l.style).Width
	}
	if len(m.new) >= mostWidths/2 {
		m.older, m.new = m.new, make(map[lettered]float32, mostWidths/2)
	}
	m.new[l] = w
	return w
}

// follow drops what belongs to the fonts of another theme.
func (m *widthMemory) follow() {
	app := fyne.CurrentApp()
	if app == nil {
		return
	}
	if now := app.Settings().Theme(); m.new == nil || now != m.theme {
		m.theme, m.new, m.older = now, map[lettered]float32{}, nil
	}
}

// isPlain reports whether all characters are as wide as any other in a font of one
// width.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}
