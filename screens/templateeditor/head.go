package templateeditor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

// head is what a template is: its name, category and language.
type head struct {
	s        *Screen
	name     *kit.TextField
	category *kit.Select
	language *kit.PickField
	row      *fyne.Container
}

func newHead(s *Screen) *head {
	h := &head{s: s, name: kit.NewTextField(lang.L("Name")).Mono(), category: kit.NewSelect(lang.L("Category"), nil)}
	h.language = kit.NewPickField(lang.L("Language"), h.pickLanguage)
	h.name.SetPlaceholder("payment_reminder")
	h.name.OnChanged = func(typed string) {
		name := typedName(typed)
		h.name.SetText(name)
		s.w.d.Name = name
		s.changed("name")
	}
	h.category.OnChanged = func(value string) { h.askCategory(app.TemplateCategory(value)) }
	h.row = kit.RowTop(16, kit.Grow(h.name), kit.Fix(160, 0, h.category), kit.Fix(160, 0, h.language))
	return h
}

func (h *head) show() {
	d := h.s.w.d
	h.name.SetText(d.Name)
	h.category.SetOptions(categoryOptions(h.s.offer))
	h.category.SetValue(string(d.Design.Category))
	h.language.SetText(templateview.Language(d.Language))
	if d.Language == "" {
		h.language.SetText(lang.L("Choose"))
	}
}

// lock keeps name and language of a template that was submitted before as they are,
// and the category of an approved one.
func (h *head) lock(locked bool) {
	t, editing := h.s.edited()
	editing = editing || h.s.w != nil && h.s.w.d.Edits != ""
	h.name.SetReadOnly(locked || editing)
	h.language.SetReadOnly(locked || editing)
	h.category.SetReadOnly(locked || editing && t.Status == app.TemplateApproved)
}

func (h *head) mark(faults map[string]string) {
	h.name.SetFault(faults["name"] != "")
	h.category.SetFault(faults["category"] != "")
	h.language.SetFault(faults["language"] != "")
}

// askCategory asks before words are taken away that a template with a code has no
// place for.
func (h *head) askCategory(c app.TemplateCategory) {
	s := h.s
	d := s.w.d.Design
	if c != app.CategoryAuthentication || !s.offer.Authentication || d.Code != nil || !hasWords(d) {
		s.setCategory(c)
		return
	}
	kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
		Title:  lang.L("Take the words away?"),
		Text:   lang.L("Templates for authentication have a text of WhatsApp's own, with a code in it. What was written here goes away. It comes back when you choose another category."),
		Keep:   lang.L("Keep the words"),
		Do:     lang.L("Make it a code template"),
		OnDo:   func() { s.setCategory(c) },
		OnKeep: func() { h.category.SetValue(string(s.w.d.Design.Category)) },
	})
}

// pickLanguage opens the list of languages with a search.
func (h *head) pickLanguage() {
	s := h.s
	var items []kit.PickerItem
	for _, code := range languagesOf(s.offer) {
		items = append(items, kit.PickerItem{ID: code, Title: templateview.Language(code), Detail: code, Selected: code == s.w.d.Language})
	}
	kit.ShowPicker(s.shell.Window(), lang.L("Language of the template"), items, func(code string) {
		if s.locked() || code == s.w.d.Language {
			return
		}
		s.w.d.Language = code
		h.show()
		s.form.code.show()
		s.changed("language")
	})
}

// heading is what stands above the text: its kind, and its text or its example.
type heading struct {
	s      *Screen
	kind   *kit.Select
	text   *kit.TextField
	chips  *chips
	worded *fyne.Container
	sample *sample
	row    *fyne.Container
}

func newHeading(s *Screen) *heading {
	h := &heading{s: s, kind: kit.NewSelect(lang.L("Header"), nil), text: kit.NewTextField(lang.L("Header text"))}
	h.kind.OnChanged = func(value string) { h.choose(app.HeaderKind(value)) }
	h.text.OnChanged = func(text string) {
		s.w.d.Design.Header.Text = text
		h.count()
		h.chips.show()
		s.changed("header")
	}
	h.chips = newChips(s, "header", func() (words, bool) {
		if d := s.w.d.Design.Header; d == nil || d.Kind != app.HeaderText {
			return words{}, false
		}
		return headerWords(&s.w.d), true
	}, h.showText)
	h.sample = newSample(s, "header", func() *app.HeaderDesign { return s.w.d.Design.Header })
	h.worded = kit.Col(8, h.text, h.chips.bare())
	h.row = kit.RowTop(16, kit.Fix(160, 0, h.kind), kit.Grow(kit.Stack(h.worded, h.sample)))
	return h
}

func (h *heading) count() {
	h.text.SetCounter(h.s.offer.MaxHeader)
}

func (h *heading) showText() {
	if d := h.s.w.d.Design.Header; d != nil {
		h.text.SetText(d.Text)
		h.count()
	}
	h.chips.show()
}

func (h *heading) show() {
	d := h.s.w.d.Design.Header
	h.kind.SetOptions(headerOptions(h.s.offer.Headers, d, true))
	kind := app.HeaderKind("")
	if d != nil {
		kind = d.Kind
	}
	h.kind.SetValue(string(kind))
	h.worded.Hidden = kind != app.HeaderText
	h.sample.Hidden = kind == "" || kind == app.HeaderText
	h.showText()
	h.sample.show()
	h.row.Refresh()
}

// choose changes the kind. A text that was written comes back with its kind.
func (h *heading) choose(k app.HeaderKind) {
	d := &h.s.w.d.Design
	text := h.text.Text()
	var samples map[string]string
	if d.Header != nil {
		samples = d.Header.Samples
	}
	d.Header = nil
	if k != "" {
		d.Header = &app.HeaderDesign{Kind: k}
	}
	if k == app.HeaderText {
		d.Header.Text, d.Header.Samples = text, samples
	}
	h.show()
	h.s.form.relayout()
	h.s.changed("header")
	delete(h.s.w.touched, "header") // what was chosen just now is empty by right
	if k == app.HeaderText {
		h.s.focusOn(h.text)
	}
}

func (h *heading) lock(locked bool) {
	h.kind.SetReadOnly(locked)
	h.text.SetReadOnly(locked)
	h.chips.lock(locked)
	h.sample.lock(locked)
}

func (h *heading) mark(faults map[string]string) {
	rule := faults["header"]
	h.kind.SetFault(rule == "header_kind" || rule == "header_location" || rule == "offer_header")
	h.text.SetFault(rule != "")
	h.chips.mark(rule == "samples_missing")
	h.sample.mark(rule != "")
}

func (h *heading) focus(rule string) {
	switch d := h.s.w.d.Design.Header; {
	case d == nil || rule == "header_kind":
		h.kind.Focus()
	case d.Kind == app.HeaderText && rule == "samples_missing":
		h.chips.openMissing()
	case d.Kind == app.HeaderText:
		h.text.Focus()
	default:
		h.sample.focus()
	}
}
