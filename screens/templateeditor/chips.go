package templateeditor

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// chips are the variables of a text in a row: what stands between the braces and
// our own name for it. A click opens its name and its example. UI thread only.
type chips struct {
	s      *Screen
	part   string
	words  func() (words, bool)
	redraw func() // shows the text after a variable was renamed
	row    *fyne.Container
	shown  []chip
	presse map[string]*kit.Press
	locked bool
	fault  bool
	open   *kit.Popover
}

// chip is what stands on one of them.
type chip struct{ name, text string }

func newChips(s *Screen, part string, words func() (words, bool), redraw func()) *chips {
	return &chips{s: s, part: part, words: words, redraw: redraw, row: kit.Wrap(8), presse: map[string]*kit.Press{}}
}

// bare is the row alone, without a caption; it takes no room without variables.
func (c *chips) bare() *fyne.Container {
	c.row.Hide()
	return c.row
}

// show draws the variables anew when they changed.
func (c *chips) show() {
	w, ok := c.words()
	var now []chip
	if ok {
		for _, name := range app.Placeholders(*w.text) {
			text := c.s.w.d.Labels[w.key(name)]
			if text == "" {
				text = (*w.samples)[name]
			}
			now = append(now, chip{name, text})
		}
	}
	if reflect.DeepEqual(now, c.shown) && len(c.row.Objects) > 0 {
		return
	}
	c.shown = now
	c.draw()
}

func (c *chips) draw() {
	c.row.Objects, c.presse = nil, map[string]*kit.Press{}
	for _, v := range c.shown {
		ink, text := kit.Text, v.text
		if text == "" {
			ink, text = kit.Text3, lang.L("Name it")
		}
		face := kit.Row(6, kit.NewLine("{{"+v.name+"}}", kit.CaptionStrong, kit.PrimaryText), kit.MaxWidth(160, kit.NewCut(text, kit.Caption, ink)))
		p := kit.NewPress(kit.Fix(0, 24, kit.Mid(0, 24, kit.Pad(0, 8, 0, 8, face))), 6, c.face(v), func() { c.edit(v.name) })
		p.Label = lang.L("Variable {{.Name}}", map[string]any{"Name": v.name})
		c.presse[v.name] = p
		c.row.Objects = append(c.row.Objects, kit.Fix(min(kit.CaptionStrong.Width("{{"+v.name+"}}")+6+kit.Caption.Width(text)+17, 240), 24, p))
	}
	c.row.Hidden = len(c.shown) == 0
	c.row.Refresh()
}

// face is the ground of a chip; a variable without an example gets an edge when that
// is a problem.
func (c *chips) face(v chip) func(kit.PressState) kit.Face {
	return func(state kit.PressState) kit.Face {
		w, ok := c.words()
		if c.fault && ok && (*w.samples)[v.name] == "" {
			return kit.Face{Fill: kit.DangerTint, Stroke: kit.Danger, Width: 1}
		}
		if state.Hovered {
			return kit.Face{Fill: kit.Tint, Stroke: kit.TintBorder, Width: 1}
		}
		return kit.Face{Fill: kit.Tint}
	}
}

func (c *chips) mark(fault bool) {
	if c.fault != fault {
		c.fault = fault
		for _, p := range c.presse {
			p.Refresh()
		}
	}
}

func (c *chips) lock(locked bool) { c.locked = locked }

// openMissing opens the first variable without an example.
func (c *chips) openMissing() {
	w, ok := c.words()
	if !ok {
		return
	}
	for _, name := range app.Placeholders(*w.text) {
		if (*w.samples)[name] == "" {
			c.edit(name)
			return
		}
	}
}

// edit opens name and example of a variable.
func (c *chips) edit(name string) {
	at := c.presse[name]
	w, ok := c.words()
	if at == nil || !ok || c.locked {
		return
	}
	example := kit.NewTextField(lang.L("Example value"))
	example.SetText((*w.samples)[name])
	example.SetHelp(lang.L("For the review and the preview. No real customers' data."))
	example.OnChanged = func(text string) {
		if w, ok := c.words(); ok {
			setEntry(w.samples, name, text)
			c.noted()
		}
	}
	label := kit.NewTextField(lang.L("Our name for it"))
	label.SetText(c.s.w.d.Labels[w.key(name)])
	label.SetPlaceholder(lang.L("Customer name"))
	label.SetHelp(lang.L("For columns and forms. Customers and the provider do not see it."))
	label.OnChanged = func(text string) {
		if w, ok := c.words(); ok {
			setEntry(&c.s.w.d.Labels, w.key(name), app.CleanName(text))
			c.noted()
		}
	}
	body := []fyne.CanvasObject{label, example}
	if c.s.w.d.Design.Named {
		called := kit.NewTextField(lang.L("Name in the text")).Mono()
		called.SetText(name)
		called.OnChanged = func(text string) { called.SetText(typedName(text)) }
		called.OnCommitted = func(text string) {
			if w, ok := c.words(); ok {
				renameVariable(&c.s.w.d, w, name, typedName(text))
				c.redraw()
				c.noted()
			}
		}
		body = append(body, called)
	}
	label.OnSubmitted = func(string) { example.Focus() }
	example.OnSubmitted = func(string) { c.open.Close() }
	done := kit.NewQuiet(lang.L("Done"), func() { c.open.Close() })
	body = append(body, kit.Row(0, kit.Spring(), done))
	first := label
	if label.Text() != "" {
		first = example
	}
	c.open = kit.ShowPopover(at, kit.Pad(16, 16, 12, 16, kit.Col(12, body...)), kit.PopoverOptions{Width: 320, OnClose: c.show})
	c.s.focusOn(first)
}

// noted tells of a change of which the row itself shows nothing while the popover is
// open: the chip that it belongs to must stay where it is.
func (c *chips) noted() { c.s.changed(c.part) }
