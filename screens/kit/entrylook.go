package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// entryLook is all that the theme of an entry depends on. Entries of one look share
// one theme override: for each override the toolkit parses its fonts once more when a
// text of it is painted, keeps them for ever, and forgets all texts it has measured.
type entryLook struct {
	ink   Token
	mono  bool
	lines bool // of more than one line, so with a scroll bar
}

// entryRoom holds the override of a look. It is a list because the toolkit hands the
// override of a list on to the items that the list makes; this one makes entries, and
// never shows any.
type entryRoom struct {
	over *container.ThemeOverride
	list *widget.List
	next fyne.CanvasObject
}

// entryRooms are those that were needed until now. UI thread only.
var entryRooms = map[entryLook]*entryRoom{}

func newEntryRoom(look entryLook) *entryRoom {
	r := &entryRoom{}
	r.list = widget.NewList(func() int { return 0 }, r.item, func(int, fyne.CanvasObject) {})
	r.over = container.NewThemeOverride(r.list, entryTheme{look})
	r.readFonts(look.mono)
	return r
}

// PrepareEntries makes the usual looks of entries ready, for a page that makes its
// entries only when it shows what it has read.
func PrepareEntries() {
	for _, l := range []entryLook{{ink: Text}, {ink: Text, mono: true}, {ink: Text2}} {
		roomOf(l)
	}
}

// roomOf is the room of a look.
func roomOf(l entryLook) *entryRoom {
	r := entryRooms[l]
	if r == nil {
		r = newEntryRoom(l)
		entryRooms[l] = r
	}
	return r
}

// readFonts has the toolkit read the fonts of the override, which it would otherwise
// do while a page with the first entry of the look is painted.
func (r *entryRoom) readFonts(mono bool) {
	text := canvas.NewText("a", color.Transparent)
	text.TextStyle.Monospace = mono
	r.hand(text)
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(text)
	c.Resize(text.MinSize())
	c.Capture()
}

// hand puts an object under the override.
func (r *entryRoom) hand(o fyne.CanvasObject) {
	r.next = o
	r.list.Refresh()
	r.next = nil
}

// item is what the list makes: the entry that is to get the look.
func (r *entryRoom) item() fyne.CanvasObject {
	if r.next != nil {
		return r.next
	}
	return NewRect(Transparent)
}

// isOver reports whether a theme is that of an override. The toolkit forgets the
// override of what was not drawn for a minute.
func isOver(t fyne.Theme) bool { return t != fyne.CurrentApp().Settings().Theme() }

// give puts an entry and all that is in it under the override of the look.
func (l entryLook) give(e *entry) {
	r := roomOf(l)
	r.hand(e)
	if !isOver(r.list.Theme()) { // it was forgotten meanwhile, which a refresh tells
		r.over.Refresh()
		r.hand(e)
	}
}

// keepEntryLooks tells the toolkit that the overrides are in use still.
func keepEntryLooks() {
	for _, r := range entryRooms {
		r.list.MinSize()
	}
}

// entryWear holds an entry and gives it its look again when it is shown again after
// the toolkit forgot it.
type entryWear struct {
	widget.BaseWidget
	entry *entry
	look  entryLook
}

func newEntryWear(e *entry) *entryWear {
	w := &entryWear{entry: e}
	w.put(Text, false)
	w.ExtendBaseWidget(w)
	return w
}

// put gives the entry the look of a colour of text, unless it has it.
func (w *entryWear) put(ink Token, mono bool) {
	look := entryLook{ink, mono, w.entry.MultiLine}
	if look != w.look || !isOver(w.entry.Theme()) {
		w.look = look
		look.give(w.entry)
	}
}

// CreateRenderer is called by the toolkit.
func (w *entryWear) CreateRenderer() fyne.WidgetRenderer {
	w.look.give(w.entry)
	return widget.NewSimpleRenderer(Stack(w.entry))
}

// entryTheme is the theme of the application as seen by an entry in a frame:
// no ground and no edge, and a text colour of the frame's choice. An entry of one
// line has no scroll bar: it would lie over the text.
type entryTheme struct{ look entryLook }

// Color answers the entry.
func (t entryTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameInputBackground, theme.ColorNameInputBorder:
		return color.Transparent
	case theme.ColorNameForeground:
		return Color(t.look.ink)
	case theme.ColorNameScrollBar, theme.ColorNameScrollBarBackground:
		if !t.look.lines {
			return color.Transparent
		}
	}
	return fyne.CurrentApp().Settings().Theme().Color(name, v)
}

// Font answers the entry.
func (entryTheme) Font(s fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(s)
}

// Icon answers the entry.
func (entryTheme) Icon(n fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(n)
}

// Size answers the entry.
func (t entryTheme) Size(n fyne.ThemeSizeName) float32 {
	if t.look.mono && n == theme.SizeNameText {
		return Mono.Size()
	}
	if !t.look.lines && (n == theme.SizeNameScrollBar || n == theme.SizeNameScrollBarSmall) {
		return 0 // nothing to catch the pointer over the text either
	}
	return fyne.CurrentApp().Settings().Theme().Size(n)
}
