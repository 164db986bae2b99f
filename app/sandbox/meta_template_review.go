package sandbox

import (
	"errors"
	"slices"
	"strings"
)

// promotionWords make of a utility template a marketing one.
var promotionWords = []string{
	"promo", "diskon", "discount", "sale", "off!", "% off", "cashback", "voucher", "special offer", "penawaran", "hemat", "beli sekarang", "buy now",
}

func (t *Template) isPromotion() bool {
	return slices.ContainsFunc(promotionWords, func(w string) bool { return strings.Contains(t.words(), w) })
}

// words are name and texts in lower case.
func (t *Template) words() string {
	out := strings.ReplaceAll(t.Name, "_", " ")
	for _, c := range t.Components {
		out += "\n" + c.Text
		for _, b := range c.Buttons {
			out += "\n" + b.Text + " " + b.URL
		}
	}
	return strings.ToLower(out)
}

// rejections are what the sandbox's reviewers refuse, by words in name or texts.
// A name with "reject" in it is always refused.
var rejections = []struct {
	reason, explanation, recommendation string
	words                               []string
}{
	{"SCAM", "The template looks like a fraud.", "Take promises of money and prizes out of it.",
		[]string{"you have won", "winner", "cash prize", "hadiah tunai", "anda menang", "undian berhadiah", "transfer sekarang"}},
	{"ABUSIVE_CONTENT", "The template asks for data that must not be asked for.", "Do not ask for passwords, PINs or card numbers.",
		[]string{"your password", "your pin", "kirim pin", "nomor kartu anda", "kata sandi anda", "card number"}},
	{"INVALID_FORMAT", "The template has a shortened or WhatsApp address.", "Write the whole address of your own site.",
		[]string{"bit.ly", "tinyurl", "wa.me/", "reject"}},
	{"TAG_CONTENT_MISMATCH", "The language does not match the text.", "Choose the language in which the text is written.",
		[]string{"lorem ipsum"}},
}

// planReview makes the review happen when its time has come.
func (m *Meta) planReview() {
	m.courier.add(m.options.ReviewTime, func() bool {
		m.review(true)
		return false
	}, nil)
}

// reviewDue decides on the templates whose time has come by the clock.
func (m *Meta) reviewDue() { m.review(false) }

// review decides on pending templates. timed is true when the computer's time has
// come, whatever the options' clock says: then the oldest one is decided on.
func (m *Meta) review(timed bool) {
	now := m.options.Clock.Now()
	m.mu.Lock()
	var due []*Template
	var first *Template
	for _, t := range m.shelf.byID {
		if t.Status != templatePending || t.ReviewAt.IsZero() {
			continue
		}
		if !now.Before(t.ReviewAt) {
			due = append(due, t)
		} else if first == nil || t.ReviewAt.Before(first.ReviewAt) || t.ReviewAt.Equal(first.ReviewAt) && t.ID < first.ID {
			first = t
		}
	}
	if timed && len(due) == 0 && first != nil {
		due = append(due, first)
	}
	slices.SortFunc(due, func(a, b *Template) int { return strings.Compare(a.ID, b.ID) })
	decided := make([]Template, 0, len(due))
	for _, t := range due {
		next := t.decided()
		m.shelf.put(next)
		decided = append(decided, next)
	}
	m.mu.Unlock()
	for i := range decided {
		m.tellDecision(&decided[i])
	}
}

// decided is a template after its review.
func (t *Template) decided() Template {
	next := *t
	next.Status = templateApproved
	for _, r := range rejections {
		if slices.ContainsFunc(r.words, func(w string) bool { return strings.Contains(t.words(), w) }) {
			next.Status, next.RejectedReason = templateRejected, r.reason
			return next
		}
	}
	return next
}

func (m *Meta) tellDecision(t *Template) {
	if t.Status == templateApproved {
		m.tellTemplate(t, templateApproved, "NONE", nil)
		return
	}
	for _, r := range rejections {
		if r.reason == t.RejectedReason {
			m.tellTemplate(t, templateRejected, r.reason, object{{"rejection_info", object{
				{"reason", r.explanation}, {"recommendation", r.recommendation},
			}}})
			return
		}
	}
}

var errTemplate = errors.New("there is no such template")

// TemplateChange is what Meta does to a template by itself; what is empty stays.
type TemplateChange struct {
	// Status is APPROVED, REJECTED, PAUSED, DISABLED, PENDING and so on.
	Status string `json:"status,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Quality is GREEN, YELLOW, RED or UNKNOWN.
	Quality string `json:"quality,omitempty"`
	// Category changes it now, NextCategory in a day.
	Category     string `json:"category,omitempty"`
	NextCategory string `json:"next_category,omitempty"`
}

// ChangeTemplate does something to a template as Meta does by itself, and tells it.
func (m *Meta) ChangeTemplate(id string, c TemplateChange) error {
	m.mu.Lock()
	old := m.shelf.byID[id]
	if old == nil {
		m.mu.Unlock()
		return errTemplate
	}
	t := *old
	now := m.options.Clock.Now().UTC()
	for _, one := range []struct {
		into  *string
		value string
	}{{&t.Status, c.Status}, {&t.RejectedReason, c.Reason}, {&t.Quality, c.Quality}, {&t.CorrectCategory, c.NextCategory}} {
		if one.value != "" {
			*one.into = one.value
		}
	}
	if c.Category != "" {
		t.PreviousCategory, t.Category, t.CorrectCategory = old.Category, c.Category, ""
	}
	if c.Quality != "" {
		t.QualityAt = now
	}
	if c.Status != "" && c.Status != templatePending {
		t.ReviewAt = now
	}
	m.shelf.put(t)
	m.mu.Unlock()
	m.tellChanges(old, &t, c)
	return nil
}

func (m *Meta) tellChanges(old, t *Template, c TemplateChange) {
	if c.Status != "" {
		reason := c.Reason
		if reason == "" {
			reason = "NONE"
		}
		var more object
		switch c.Status {
		case templatePaused:
			more = object{{"other_info", object{{"title", "FIRST_PAUSE"}, {"description", "Your template has been paused for 3 hours because it had issues."}}}}
		case templateDisabled:
			more = object{
				{"disable_info", object{{"disable_date", m.options.Clock.Now().Unix()}}},
				{"other_info", object{{"title", "DISABLED"}, {"description", "Your template has been disabled because it had issues."}}},
			}
		}
		m.tellTemplate(t, c.Status, reason, more)
	}
	if c.Quality != "" {
		m.change(t.WABAID, "", "message_template_quality_update", "quality", append(t.identity(),
			member{"previous_quality_score", old.Quality}, member{"new_quality_score", t.Quality}))
	}
	if c.NextCategory != "" {
		m.change(t.WABAID, "", "template_category_update", "category", append(t.identity(),
			member{"new_category", t.Category}, member{"correct_category", t.CorrectCategory},
			member{"category_update_timestamp", m.options.Clock.Now().Add(editPause).Unix()}))
	}
	if c.Category != "" {
		m.change(t.WABAID, "", "template_category_update", "category", append(t.identity(),
			member{"previous_category", old.Category}, member{"new_category", t.Category}))
	}
}

// unpause answers POST /{template-id}/unpause.
func (m *Meta) unpause(t *Template) (any, *graphError) {
	if t.Status != templatePaused {
		return nil, refusedTemplate(0, "Message template can't be unpaused", "The message template is not paused.")
	}
	if err := m.ChangeTemplate(t.ID, TemplateChange{Status: templateApproved}); err != nil {
		return nil, unknownObject("POST", t.ID)
	}
	return success(), nil
}
