package templatepage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// head is the row above the list: search, pills, filters and what makes and reads
// templates. UI thread only.
type head struct {
	s      *Screen
	chosen choice
	search *kit.TextField
	pills  *kit.Pills
	filter *kit.Button
	sync   *kit.Button
	create *kit.Button
	row    *headRow

	busy bool // the provider's list is being read
	done int  // how many have come
	task kit.Task
}

func newHead(s *Screen) *head {
	h := &head{s: s, chosen: choice{pill: pillAll}}
	h.search = kit.NewTextField("")
	h.search.SetPlaceholder(lang.L("Search templates"))
	h.search.SetLeading("search")
	h.search.OnChanged = func(text string) { h.set(func(c *choice) { c.text = text }) }
	h.search.OnEscape = h.clear
	h.pills = kit.NewPills(kit.Pill{Value: pillAll, Label: lang.L("All")})
	h.pills.OnChanged = func(v string) { h.set(func(c *choice) { c.pill = v }) }
	h.filter = kit.NewIconButton("sliders-horizontal", lang.L("Filter"), h.openFilter)
	kit.AttachTooltip(h.filter, lang.L("Filter by category, language and quality"))
	h.sync = kit.NewButton(lang.L("Sync"), h.startSync).WithIcon("refresh-cw")
	h.create = kit.NewPrimary(lang.L("New template"), s.pressNew).WithIcon("plus")
	h.row = newHeadRow(h)
	return h
}

// forget drops what belongs to another place; the search goes too.
func (h *head) forget() {
	h.leave()
	h.chosen = choice{pill: pillAll}
	h.search.SetText("")
	h.pills.SetValue(pillAll)
}

// leave ends the reading of the provider's list.
func (h *head) leave() {
	h.task.Cancel()
	h.setBusy(false)
}

// set changes the filters; the list may be sorted anew with it.
func (h *head) set(change func(*choice)) {
	before := h.chosen
	change(&h.chosen)
	if h.chosen == before {
		return
	}
	h.s.groups = groupUp(h.s.got.list, h.s.got.drafts)
	h.show()
	h.s.list.show()
	h.s.list.table.ScrollToTop()
}

// clear shows everything.
func (h *head) clear() {
	h.search.SetText("")
	h.set(func(c *choice) { *c = choice{pill: pillAll} })
}

// show brings the row up to date with what was read.
func (h *head) show() {
	_, counts := narrow(h.s.groups, h.chosen)
	n := func(pill string) string { return kit.Number(counts[pill]) }
	pills := []kit.Pill{{Value: pillAll, Label: lang.L("All"), Count: n(pillAll)}}
	always := []kit.Pill{
		{Value: pillApproved, Label: lang.L("Approved"), Count: n(pillApproved)},
		{Value: pillReview, Label: lang.L("In review"), Count: n(pillReview)},
		{Value: pillRejected, Label: lang.L("Rejected"), Count: n(pillRejected)},
		{Value: pillPaused, Label: lang.L("Paused"), Count: n(pillPaused)},
	}
	sometimes := []kit.Pill{
		{Value: pillDeclared, Label: lang.L("Declared"), Count: n(pillDeclared)},
		{Value: pillDrafts, Label: lang.L("Not sent"), Count: n(pillDrafts)},
		{Value: pillOther, Label: lang.L("Others"), Count: n(pillOther)},
	}
	if h.s.got.offer.Listed {
		pills = append(pills, always...)
	} else {
		pills = append(pills, sometimes[0])
		sometimes = sometimes[1:]
	}
	for _, p := range sometimes {
		if counts[p.Value] > 0 || h.chosen.pill == p.Value {
			pills = append(pills, p)
		}
	}
	h.pills.SetPills(pills...)
	h.pills.SetValue(h.chosen.pill)
	h.filter.SetCount(h.chosen.folded())
	h.sync.Hidden = !h.s.got.offer.Listed || !h.s.mayDo
	h.create.Hidden = !h.s.mayDo
	h.create.SetText(h.s.newButton().Text())
	h.row.Refresh()
}

// startSync reads the provider's list.
func (h *head) startSync() {
	if h.busy {
		return
	}
	h.setBusy(true)
	at := h.s.at
	kit.Start(&h.task, h.s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, h.s.deps.Templates.Sync(ctx, at.Agent, at.Environment, func(done int) {
			kit.Do(func() { h.tell(at, done) })
		})
	}, func(_ struct{}, err error) {
		h.setBusy(false)
		h.s.fresh = h.s.list.table.AtTop()
		if err != nil && app.ErrorCode(err) != app.CodeCancelled && !h.s.stage.Shows() {
			h.s.shell.ShowError(err)
		}
		h.s.Reload()
	})
}

// tell takes how many templates have come.
func (h *head) tell(at frame.Place, done int) {
	if h.busy && at == h.s.at {
		h.done = done
		h.s.list.say()
	}
}

func (h *head) setBusy(busy bool) {
	if h.busy == busy {
		return
	}
	h.busy, h.done = busy, 0
	h.sync.SetBusy(busy)
	h.s.list.say()
}

// openFilter unfolds the filters that are rarely needed.
func (h *head) openFilter() {
	category := kit.NewSelect(lang.L("Category"), []kit.Option{{Value: "", Label: lang.L("All")}})
	options := []kit.Option{{Value: "", Label: lang.L("All")}}
	for _, c := range []app.TemplateCategory{app.CategoryUtility, app.CategoryMarketing, app.CategoryAuthentication} {
		options = append(options, kit.Option{Value: string(c), Label: templateview.Category(c)})
	}
	category.SetOptions(options)
	languages := []kit.Option{{Value: "", Label: lang.L("All")}}
	for _, code := range languagesOf(h.s.groups) {
		languages = append(languages, kit.Option{Value: code, Label: templateview.Language(code)})
	}
	tongue := kit.NewSelect(lang.L("Language"), languages)
	qualities := []kit.Option{{Value: "", Label: lang.L("All")}}
	for _, q := range []app.TemplateQuality{app.QualityHigh, app.QualityMedium, app.QualityLow} {
		_, word := templateview.Quality(q)
		qualities = append(qualities, kit.Option{Value: string(q), Label: word})
	}
	quality := kit.NewSelect(lang.L("Quality"), qualities)
	category.SetValue(string(h.chosen.category))
	tongue.SetValue(h.chosen.language)
	quality.SetValue(string(h.chosen.quality))
	category.OnChanged = func(v string) { h.set(func(c *choice) { c.category = app.TemplateCategory(v) }) }
	tongue.OnChanged = func(v string) { h.set(func(c *choice) { c.language = v }) }
	quality.OnChanged = func(v string) { h.set(func(c *choice) { c.quality = app.TemplateQuality(v) }) }
	var p *kit.Popover
	clear := kit.NewLink(lang.L("Clear filters"), "x", func() {
		p.Close()
		h.clear()
	})
	body := []fyne.CanvasObject{category, tongue}
	if h.s.got.offer.Listed {
		body = append(body, quality)
	}
	p = kit.ShowPopover(h.filter, kit.Pad(16, 16, 16, 16, kit.Col(12, append(body, kit.Row(0, clear, kit.Spring()))...)), kit.PopoverOptions{Width: 260})
}
