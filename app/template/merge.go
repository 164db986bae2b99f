package template

import (
	"reflect"
	"time"

	"channeldesk/app"
)

const (
	// lagMax is how long a template that was just submitted may be missing from the
	// provider's list.
	lagMax = 15 * time.Minute
	// goneKept is how long one that was deleted is shown: for so long its name is
	// blocked, and messages may be on their way.
	goneKept = 30 * 24 * time.Hour
	goneWord = "DELETED"
)

// merge takes a provider's whole list over.
type merge struct {
	s       *Service
	c       app.Channel
	now     time.Time
	changed bool
}

type place struct{ name, language string }

func at(t app.Template) place { return place{t.Name, t.Language} }

func (m *merge) take(tx app.Tx, got []app.Template) error {
	old, err := tx.ListTemplates(m.c.ID)
	if err != nil {
		return err
	}
	known := make(map[place]app.Template, len(old))
	for _, t := range old {
		known[at(t)] = t
	}
	told := make(map[place]app.Template, len(got))
	for _, t := range got {
		if before, twice := told[at(t)]; !twice || standing(t.Status) > standing(before.Status) {
			told[at(t)] = t
		}
	}
	for p, t := range told {
		before, had := known[p]
		if err := m.one(tx, before, had, t); err != nil {
			return err
		}
	}
	for p, t := range known {
		if _, ok := told[p]; ok {
			continue
		}
		if err := m.missing(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// standing orders states, for when a provider tells of two templates with one
// name.
func standing(s app.TemplateStatus) int {
	switch s {
	case app.TemplateApproved:
		return 6
	case app.TemplateInReview:
		return 5
	case app.TemplatePaused:
		return 4
	case app.TemplateRejected:
		return 3
	case app.TemplateDisabled:
		return 2
	case app.TemplateOther:
		return 1
	}
	return 0
}

func (m *merge) one(tx app.Tx, before app.Template, had bool, t app.Template) error {
	t.ChannelID, t.ChangedAt, t.SyncedAt = m.c.ID, m.now, m.now
	if had {
		t = keepOwn(before, t)
		if !differs(before, t) {
			t.ChangedAt = before.ChangedAt
		}
		same := t
		same.SyncedAt = before.SyncedAt
		if !before.SyncedAt.IsZero() && reflect.DeepEqual(same, before) {
			return nil
		}
	}
	m.changed = true
	if _, err := tx.SaveTemplate(t); err != nil {
		return err
	}
	if !had {
		return nil
	}
	return m.s.tell(tx, m.c, before, t, m.now)
}

// keepOwn brings over what only we know of a template.
func keepOwn(before, t app.Template) app.Template {
	t.ID, t.Labels = before.ID, before.Labels
	if before.ProviderID == t.ProviderID || before.ProviderID == "" {
		t.SubmittedBy, t.SubmittedAt, t.EditedAt = before.SubmittedBy, before.SubmittedAt, before.EditedAt
		if t.PreviousCategory == "" {
			t.PreviousCategory = before.PreviousCategory
			if t.Category != before.Category {
				t.PreviousCategory = before.Category
			}
		}
		if t.Code == "" && t.Status == before.Status {
			t.Code, t.Reason, t.Fix = before.Code, before.Reason, before.Fix
		}
		t.Design = keepFiles(before.Design, t.Design)
	}
	return t
}

// keepFiles brings over where sample files lie on this computer.
func keepFiles(before, d app.TemplateDesign) app.TemplateDesign {
	if d.Header != nil && before.Header != nil && d.Header.Kind == before.Header.Kind {
		h := *d.Header
		h.File, h.Path = before.Header.File, before.Header.Path
		d.Header = &h
	}
	for i := range d.Cards {
		if i < len(before.Cards) && d.Cards[i].Header.Kind == before.Cards[i].Header.Kind {
			d.Cards[i].Header.File, d.Cards[i].Header.Path = before.Cards[i].Header.File, before.Cards[i].Header.Path
		}
	}
	return d
}

func differs(a, b app.Template) bool {
	return a.Status != b.Status || a.StatusWord != b.StatusWord || a.Quality != b.Quality || a.Category != b.Category || a.NextCategory != b.NextCategory
}

// missing judges a template that the provider does not list.
func (m *merge) missing(tx app.Tx, t app.Template) error {
	switch {
	case t.Status == app.TemplateDeclared:
		return nil
	case t.SyncedAt.IsZero() && m.now.Sub(t.SubmittedAt) < lagMax:
		return nil
	case t.Status == app.TemplateLeaving && m.now.Sub(t.ChangedAt) < goneKept:
		return nil
	case t.Status == app.TemplateLeaving:
		m.changed = true
		return tx.RemoveTemplate(t.ID)
	}
	m.changed = true
	if err := m.s.gone(tx, t, m.now); err != nil {
		return err
	}
	return record(tx, m.c, m.s.provider(m.c), app.ActTemplateTold, m.now,
		app.Say("Template {{.Name}} ({{.Language}}) is not in the provider's list any more", "Name", t.Name, "Language", t.Language), string(t.Status), "")
}

// gone keeps a deleted template for a while when it was one that could be sent,
// and removes it otherwise.
func (s *Service) gone(tx app.Tx, t app.Template, now time.Time) error {
	switch t.Status {
	case app.TemplateApproved, app.TemplatePaused, app.TemplateDisabled:
		t.Status, t.StatusWord, t.ChangedAt = app.TemplateLeaving, goneWord, now
		_, err := tx.SaveTemplate(t)
		return err
	}
	return tx.RemoveTemplate(t.ID)
}
