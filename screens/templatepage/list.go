package templatepage

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

const rowHigh = 52

// list is the table of templates, one row a name. UI thread only.
type list struct {
	s       *Screen
	shown   []group
	table   *kit.Table
	count   *kit.Cut
	synced  *kit.Cut
	turning *kit.Activity
	export  *kit.Link

	card *fyne.Container
}

func newList(s *Screen) *list {
	l := &list{s: s}
	l.table = kit.NewTable([]kit.Column{
		{ID: "name", Title: lang.L("Template")},
		{ID: "category", Title: lang.L("Category"), Width: 112},
		{ID: "languages", Title: lang.L("Lang."), Width: 68},
		{ID: "quality", Title: lang.L("Quality"), Width: 96, HideBelow: 560},
		{ID: "status", Title: lang.L("Status"), Width: 120},
	}, rowHigh)
	l.table.Label = lang.L("Templates")
	l.table.OnSelect = l.choose
	l.table.SetEmpty(kit.Pad(48, 24, 24, 24, kit.NewEmpty(kit.KindNeutral, "search", lang.L("Nothing matches these filters"),
		lang.L("Try other words or fewer filters."), kit.NewButton(lang.L("Clear filters"), s.clearFilters))))
	l.count = kit.NewCut("", kit.Caption, kit.Text3)
	l.synced = kit.NewCut("", kit.Caption, kit.Text3)
	l.turning = kit.NewActivity(14, kit.PrimaryText)
	l.turning.Hide()
	l.export = kit.NewLink(lang.L("Export CSV"), "download", s.askExport)
	foot := kit.Col(0, kit.HLine(), kit.Fix(0, 40, kit.Pad(0, 16, 0, 16, kit.Row(16, kit.Grow(l.count), l.turning, l.synced, l.export))))
	l.card = kit.NewCard(kit.Grow(l.table), foot)
	return l
}

func (s *Screen) clearFilters() { s.head.clear() }

func (l *list) choose(row int) {
	if row < len(l.shown) {
		g := l.shown[row]
		language := l.s.language
		if g.name != l.s.name {
			language = g.worst().language
		}
		l.s.choose(g.name, language)
	}
}

// show fills the table. Rows that stay in their place are changed in place.
func (l *list) show() {
	before := namesOf(l.shown)
	l.shown, _ = narrow(l.s.groups, l.s.head.chosen)
	rows := make([]kit.TableRow, len(l.shown))
	for i, g := range l.shown {
		rows[i] = rowOf(g)
	}
	if slices.Equal(before, namesOf(l.shown)) && l.table.Len() == len(rows) {
		for i, r := range rows {
			l.table.UpdateRow(i, r)
		}
	} else {
		l.table.SetRows(rows)
	}
	at := slices.IndexFunc(l.shown, func(g group) bool { return g.name == l.s.name })
	if at < 0 && len(l.shown) > 0 {
		at = 0
		l.s.name, l.s.language = l.shown[0].name, l.shown[0].worst().language
	}
	l.table.MarkSelected(at)
	l.say()
	l.s.detail.show()
}

// rowOf is a template as a row.
func rowOf(g group) kit.TableRow {
	w := g.worst()
	kind, icon, word := templateview.NotSent()
	if w.known() {
		kind, icon, word = templateview.Status(w.template)
	}
	quality := kit.Cell{Text: "-", Token: kit.Text3}
	if q := g.quality(); q != "" {
		tok, text := templateview.Quality(q)
		quality = kit.Cell{Kind: kit.CellDot, Text: text, Token: tok}
	}
	name := g.name
	if name == "" {
		name = lang.L("Without a name")
	}
	return kit.TableRow{Cells: []kit.Cell{
		{Kind: kit.CellStrong, Text: name, Detail: firstLine(asTemplate(w))},
		{Text: templateview.Category(w.category()), Token: kit.Text2},
		{Text: shortLanguages(g), Token: kit.Text2},
		quality,
		{Kind: kit.CellChip, Status: kind, Icon: icon, Text: word},
	}}
}

// firstLine is what a template says, as far as a row shows it.
func firstLine(t app.Template) string {
	line, _, _ := strings.Cut(strings.TrimSpace(templateview.Message(t, nil, "").Body), "\n")
	var b strings.Builder
	for _, r := range kit.ChatRuns(line, nil) { // without the marks for bold and so on
		b.WriteString(r.Text)
	}
	return b.String()
}

// shortLanguages are the languages as a row shows them. The region is left out
// where the language alone says which one it is.
func shortLanguages(g group) string {
	bases := map[string]int{}
	for _, code := range codesOf(g) {
		bases[baseOf(code)]++
	}
	var out []string
	for _, code := range codesOf(g) {
		if bases[baseOf(code)] == 1 {
			code = baseOf(code)
		}
		out = append(out, templateview.ShortLanguage(code))
	}
	return strings.Join(out, ", ")
}

func codesOf(g group) (out []string) {
	for _, e := range g.entries {
		if !slices.Contains(out, e.language) {
			out = append(out, e.language)
		}
	}
	return out
}

func baseOf(code string) string {
	base, _, _ := strings.Cut(code, "_")
	return base
}

// say tells below the table how much it shows and how old that is.
func (l *list) say() {
	shown, all := len(l.shown), len(l.s.groups)
	text := lang.L("{{.N}} templates, needs attention first", map[string]any{"N": kit.Number(all)})
	switch {
	case shown < all:
		text = lang.L("{{.N}} of {{.All}} templates", map[string]any{"N": kit.Number(shown), "All": kit.Number(all)})
	case all == 1:
		text = lang.L("1 template")
	}
	if limit := l.s.got.sync.Limit; limit > 0 && all > limit*9/10 {
		text += ", " + lang.L("the account takes {{.Max}}", map[string]any{"Max": kit.Number(limit)})
	}
	l.count.SetText(text)
	h := l.s.head
	l.turning.Hidden = h == nil || !h.busy
	l.export.Hidden = all == 0
	switch {
	case h != nil && h.busy && h.done > 0:
		l.synced.SetText(lang.L("{{.N}} templates read", map[string]any{"N": kit.Number(h.done)}))
	case h != nil && h.busy:
		l.synced.SetText(lang.L("Asking {{.Provider}}", map[string]any{"Provider": l.s.provider()}))
	default:
		l.synced.SetText(syncedText(l.s.provider(), l.s.got.sync.At, l.s.clock.Now()))
	}
	if l.turning.Hidden {
		l.turning.Stop()
	} else {
		l.turning.Start()
	}
	l.card.Refresh()
}

// syncedText says when the list was read.
func syncedText(provider string, at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return lang.L("Synced with {{.Provider}} {{.When}}", map[string]any{"Provider": provider, "When": lowerFirst(frame.When(at, now))})
}

// same reports whether two entries look alike.
func same(a, b entry) bool { return reflect.DeepEqual(a, b) }
