package historypage

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

const (
	// searchAfter is how long nothing is typed before the search begins.
	searchAfter = 250 * time.Millisecond
	// foldBelow is the width under which less common filters fold into one button,
	// foldMoreBelow that under which the templates do too.
	foldBelow, foldMoreBelow = 932, 800
	searchMax                = 100
)

// filters is the row of choices above the list. UI thread only.
type filters struct {
	s        *Screen
	chosen   choice
	offered  options
	span     *dateButton
	status   *kit.Select
	template *kit.Select
	source   *kit.Select
	detail   *kit.Select // of the source: a key or a bulk send
	more     *kit.Button
	search   *kit.TextField
	row      *fyne.Container
	typing   *time.Timer
	typed    int
}

func newFilters(s *Screen) *filters {
	f := &filters{s: s}
	f.span = newDateButton(func() { f.askDays() })
	f.status = kit.NewSelect("", statusOptions())
	f.status.OnChanged = func(v string) { f.set(func(c *choice) { c.status = v }) }
	f.template = kit.NewSelect("", nil)
	f.template.OnChanged = func(v string) { f.set(func(c *choice) { c.template = v }) }
	f.source, f.detail = f.sourceSelects()
	f.more = kit.NewButton(lang.L("More filters"), f.openMore).WithIcon("sliders-horizontal")
	f.search = kit.NewTextField("")
	f.search.SetLeading("search")
	f.search.SetPlaceholder(lang.L("Phone number or name"))
	f.search.OnChanged = f.typeText
	f.search.OnSubmitted = func(string) { f.searchNow() }
	f.search.OnEscape = func() {
		if f.search.Text() != "" {
			f.search.SetText("")
			f.searchNow()
		}
	}
	source, detail, template := kit.Fix(112, 0, f.source), kit.Fix(136, 0, f.detail), kit.Fix(128, 0, f.template)
	more := kit.Fix(0, 0, f.more)
	row := kit.Row(8, kit.Fix(152, 0, f.span), kit.Fix(112, 0, f.status), template, source, detail, more, kit.Grow(f.search),
		s.export.button, s.export.running)
	row.Layout = &foldLayout{row: row.Layout, roomy: template, wide: []fyne.CanvasObject{source, detail}, narrow: []fyne.CanvasObject{more}}
	f.row = kit.Fix(0, 32, row)
	f.show()
	return f
}

// sourceSelects makes the choices of a source and of what is within it.
func (f *filters) sourceSelects() (source, detail *kit.Select) {
	source, detail = kit.NewSelect("", sourceOptions()), kit.NewSelect("", nil)
	source.OnChanged = func(v string) { f.set(func(c *choice) { c.setSource(app.MessageSource(v)) }) }
	detail.OnChanged = func(v string) { f.set(func(c *choice) { c.setDetail(v) }) }
	return source, detail
}

// offer gives what can be chosen; what is chosen stays.
func (f *filters) offer(o options) {
	f.offered = o
	f.show()
}

// choose sets the filters without reading.
func (f *filters) choose(c choice) {
	f.cancel()
	f.chosen = c
	f.search.SetText(c.search)
	f.show()
}

// set changes the choice and reads.
func (f *filters) set(change func(*choice)) {
	change(&f.chosen)
	f.show()
	f.s.list.rechoose()
}

// clear takes every filter away; the days stay.
func (f *filters) clear() {
	f.choose(choice{span: f.chosen.span, from: f.chosen.from, to: f.chosen.to})
	f.s.list.rechoose()
}

// show writes the choice into the controls.
func (f *filters) show() {
	f.span.setText(f.chosen.spanText(f.s.clock.Now()))
	showChoice(f.status, lang.L("Status"), f.chosen.status)
	f.showTemplates(f.template)
	f.showSource(f.source, f.detail)
	n := 0
	if f.chosen.source != "" {
		n++
	}
	if f.chosen.key != 0 || f.chosen.bulk != 0 {
		n++
	}
	if f.chosen.template != "" && f.row != nil && f.row.Size().Width < foldMoreBelow {
		n++
	}
	f.more.SetCount(n)
}

// showTemplates writes the templates and the chosen one into a control.
func (f *filters) showTemplates(s *kit.Select) {
	templates := []kit.Option{{Value: "", Label: lang.L("All")}}
	known := f.chosen.template == ""
	for _, t := range f.offered.templates {
		templates = append(templates, kit.Option{Value: t, Label: t})
		known = known || t == f.chosen.template
	}
	if !known {
		templates = append(templates, kit.Option{Value: f.chosen.template, Label: f.chosen.template})
	}
	s.SetOptions(templates)
	showChoice(s, lang.L("Template"), f.chosen.template)
}

// showChoice writes a value into a control. What is chosen stands there without its
// name, for which the row has no room.
func showChoice(s *kit.Select, name, value string) {
	s.SetPrefix(name)
	if value != "" {
		s.SetPrefix("")
	}
	s.SetValue(value)
	s.SpeakChoice(name)
}

func (f *filters) showSource(source, detail *kit.Select) {
	showChoice(source, lang.L("Source"), string(f.chosen.source))
	prefix, options, value := detailOptions(f.chosen, f.offered)
	detail.SetOptions(options)
	showChoice(detail, prefix, value)
	detail.SetDisabled(f.chosen.source != "" && f.chosen.source != app.SourceAPI && f.chosen.source != app.SourceBulk)
}

// typeText searches once nothing more is typed for a moment.
func (f *filters) typeText(text string) {
	if r := []rune(text); len(r) > searchMax {
		f.search.SetText(string(r[:searchMax]))
	}
	f.cancel()
	run := f.typed
	f.typing = time.AfterFunc(searchAfter, func() {
		kit.Do(func() {
			if f.typed == run {
				f.searchNow()
			}
		})
	})
}

func (f *filters) cancel() {
	f.typed++
	if f.typing != nil {
		f.typing.Stop()
		f.typing = nil
	}
}

func (f *filters) searchNow() {
	f.cancel()
	if text := f.search.Text(); text != f.chosen.search {
		f.set(func(c *choice) { c.search = text })
	}
}

// openMore shows the filters that have no room in the row.
func (f *filters) openMore() {
	source, detail := f.sourceSelects()
	f.showSource(source, detail)
	do := func(old func(string)) func(string) {
		return func(v string) {
			old(v)
			f.showSource(source, detail)
		}
	}
	source.OnChanged, detail.OnChanged = do(source.OnChanged), do(detail.OnChanged)
	choices := kit.Col(12, source, detail)
	if f.row.Size().Width < foldMoreBelow {
		template := kit.NewSelect("", nil)
		f.showTemplates(template)
		template.OnChanged = func(v string) {
			f.template.OnChanged(v)
			f.showTemplates(template)
		}
		choices = kit.Col(12, template, source, detail)
	}
	kit.ShowPopover(f.more, kit.Pad(16, 16, 16, 16, choices), kit.PopoverOptions{Width: 280})
}

// foldLayout is a row that shows some of its parts only when it is wide, and
// others only when it is narrow.
type foldLayout struct {
	row          fyne.Layout
	roomy        fyne.CanvasObject // not in the narrowest rows
	wide, narrow []fyne.CanvasObject
}

// MinSize is nothing: the row takes the width of the page.
func (*foldLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 32) }

// Layout is called by the toolkit.
func (l *foldLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	folded := size.Width < foldBelow
	for _, o := range l.wide {
		fold(o, folded)
	}
	for _, o := range l.narrow {
		fold(o, !folded)
	}
	fold(l.roomy, size.Width < foldMoreBelow)
	l.row.Layout(objects, size)
}

func fold(o fyne.CanvasObject, hidden bool) {
	if o.Visible() == hidden {
		if hidden {
			o.Hide()
		} else {
			o.Show()
		}
	}
}
