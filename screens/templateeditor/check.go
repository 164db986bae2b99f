package templateeditor

import (
	"context"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/kit"
)

// checkPause is how long after a change it is checked.
const checkPause = 150 * time.Millisecond

func (s *Screen) checkLater() {
	if s.checkSoon != nil {
		s.checkSoon()
	}
	s.checkSoon = soon(checkPause, s.checkNow)
}

// checkNow holds what is written against the provider's rules, off the UI thread.
func (s *Screen) checkNow() {
	s.checkSoon = nil
	checker, w := s.got.checker, s.w
	if checker == nil || w == nil {
		return
	}
	d := cloneDraft(w.d)
	kit.Start(&s.check, s.ctx, func(context.Context) ([]protocol.TemplateFinding, error) {
		return checker.Check(d), nil
	}, func(all []protocol.TemplateFinding, err error) {
		if err != nil {
			s.shell.ShowError(err)
			return
		}
		if w == s.w {
			s.findings = all
			s.showFindings()
		}
	})
}

func (s *Screen) showFindings() {
	s.form.mark(s.faults())
	s.verdict.show()
}

// emptyRules are those about what is not written yet. They do not stand in red before
// anybody wrote there.
var emptyRules = map[string]bool{
	"name_missing": true, "body_missing": true, "language_known": true, "category_known": true, "header_missing": true, "header_sample": true,
	"button_label": true, "button_url": true, "button_phone": true, "button_code": true, "button_flow": true, "offer_text": true,
}

// isOpen reports whether a finding only says that something is still to be written.
func (s *Screen) isOpen(f protocol.TemplateFinding) bool {
	return f.Problem && emptyRules[f.Rule] && !s.w.touched[f.Part] && !hasContent(s.w.d.Design, f)
}

// hasContent reports whether something is written where a rule finds fault that also
// says that nothing is.
func hasContent(d app.TemplateDesign, f protocol.TemplateFinding) bool {
	if f.Rule == "offer_text" {
		return d.Offer != nil && strings.TrimSpace(d.Offer.Text) != ""
	}
	list, part := d.Buttons, f.Part
	if i, ok := cardOf(part); ok && i < len(d.Cards) {
		list, part = d.Cards[i].Buttons, strings.TrimPrefix(part, "cards."+strconv.Itoa(i)+".")
	}
	at, err := strconv.Atoi(strings.TrimPrefix(part, "buttons."))
	if err != nil || at < 0 || at >= len(list) {
		return false
	}
	switch b := list[at]; f.Rule {
	case "button_url":
		return b.URL != ""
	case "button_phone":
		return b.Phone != ""
	case "button_code":
		return b.Sample != ""
	}
	return false
}

// faults are the parts that are marked, each with the rule that marks it.
func (s *Screen) faults() map[string]string {
	out := map[string]string{}
	for _, f := range s.findings {
		if f.Problem && !s.isOpen(f) && out[f.Part] == "" {
			out[f.Part] = f.Rule
		}
	}
	return out
}

// problems is how many findings the provider would refuse.
func (s *Screen) problems() (n int) {
	for _, f := range s.findings {
		if f.Problem {
			n++
		}
	}
	return n
}

// mend makes the change that a finding names.
func (s *Screen) mend(f protocol.TemplateFinding) {
	if s.locked() || f.Mend == nil {
		return
	}
	d := cloneDraft(s.w.d)
	d.Name, d.Language, d.Design = f.Mend(d.Name, d.Language, d.Design)
	followMend(&d, s.w.d.Design)
	s.w.d = d
	s.form.show()
	s.form.lock()
	s.changed(f.Part)
	s.lead(f.Part, f.Rule)
}

// setCategory changes the category. Templates with a code have words of the
// provider's: what was written is put aside with the draft, and comes back with
// another category.
func (s *Screen) setCategory(c app.TemplateCategory) {
	w := s.w
	d := &w.d.Design
	switch code := c == app.CategoryAuthentication && s.offer.Authentication; {
	case code && d.Code == nil:
		before := cloneDesign(*d)
		w.d.Aside.Words = &before
		*d = app.TemplateDesign{Category: c, Code: &app.CodeDesign{Delivery: "copy_code", Advice: true}, Unknown: d.Unknown}
	case !code && d.Code != nil:
		next := app.TemplateDesign{Unknown: d.Unknown}
		if w.d.Aside.Words != nil {
			next = *w.d.Aside.Words
			w.d.Aside.Words = nil
		}
		next.Category = c
		*d = next
	default:
		d.Category = c
	}
	d.Lifetime = 0
	s.form.show()
	s.changed("category")
}
