package template

import (
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Apply takes over what a webhook told of a template, within the caller's
// transaction. changed is true when TemplatesChanged is to be told afterwards.
// News of templates that are not known, and news that only says that something
// changed, make the background look soon.
func (s *Service) Apply(tx app.Tx, c app.Channel, n *protocol.Notice, when time.Time) (changed bool, err error) {
	news := n.Template
	if n.Kind != protocol.NoticeTemplate || news == nil {
		return false, nil
	}
	s.keep.hurry(c.ID, s.now())
	t, ok, err := s.named(tx, c, n)
	if err != nil || !ok {
		return false, err
	}
	now := s.now()
	if when.IsZero() || when.After(now) {
		when = now
	}
	// What came before the latest look at the list is in it already; the provider
	// tells whole seconds.
	if when.Before(t.SyncedAt.Truncate(time.Second)) {
		return false, nil
	}
	before := t
	if news.Status != "" {
		t.Status, t.StatusWord = news.Status, news.StatusWord
		t.Code, t.Reason, t.Fix = news.Code, news.Reason, news.Fix
	}
	if news.Quality != "" {
		t.Quality = news.Quality
	}
	if news.NextCategory != "" {
		t.NextCategory = news.NextCategory
	}
	if news.Category != "" && news.Category != t.Category {
		t.PreviousCategory, t.Category, t.Design.Category = t.Category, news.Category, news.Category
		if t.NextCategory == t.Category {
			t.NextCategory = ""
		}
	}
	if !differs(before, t) && before.Code == t.Code {
		return false, nil
	}
	t.ChangedAt = when
	if _, err := tx.SaveTemplate(t); err != nil {
		return false, err
	}
	return true, s.tell(tx, c, before, t, now)
}

// named finds the template that news is about, by its id or by its name.
func (s *Service) named(tx app.Tx, c app.Channel, n *protocol.Notice) (app.Template, bool, error) {
	t, err := tx.FindTemplate(c.ID, n.Name, n.Language)
	if err == nil && (n.Subject == "" || t.ProviderID == "" || t.ProviderID == n.Subject) {
		return t, true, nil
	}
	if err != nil && app.ErrorCode(err) != app.CodeNotFound {
		return t, false, err
	}
	if n.Subject == "" {
		return t, false, nil
	}
	all, err := tx.ListTemplates(c.ID)
	for _, t := range all {
		if t.ProviderID == n.Subject {
			return t, true, nil
		}
	}
	return t, false, err
}

// tell writes down what the provider made of a template.
func (s *Service) tell(tx app.Tx, c app.Channel, before, t app.Template, now time.Time) error {
	line := func(text app.Text, was, is string) error {
		return record(tx, c, s.provider(c), app.ActTemplateTold, now, text, was, is)
	}
	if before.Status != t.Status {
		text := app.Say("Template {{.Name}} ({{.Language}}) is now {{.Status}}", "Name", t.Name, "Language", t.Language, "Status", StatusLabel(t))
		if err := line(text, before.StatusWord, t.StatusWord); err != nil {
			return err
		}
	}
	if before.Category != t.Category && before.Category != "" {
		text := app.Say("Template {{.Name}} ({{.Language}}) is now of the category {{.Category}}", "Name", t.Name, "Language", t.Language, "Category", CategoryLabel(t.Category))
		if err := line(text, string(before.Category), string(t.Category)); err != nil {
			return err
		}
	}
	if before.NextCategory != t.NextCategory && t.NextCategory != "" {
		text := app.Say("Template {{.Name}} ({{.Language}}) will be of the category {{.Category}}", "Name", t.Name, "Language", t.Language, "Category", CategoryLabel(t.NextCategory))
		if err := line(text, string(t.Category), string(t.NextCategory)); err != nil {
			return err
		}
	}
	if before.Quality != t.Quality && t.Quality != "" {
		text := app.Say("The quality of template {{.Name}} ({{.Language}}) is now {{.Quality}}", "Name", t.Name, "Language", t.Language, "Quality", QualityLabel(t.Quality))
		return line(text, string(before.Quality), string(t.Quality))
	}
	return nil
}

// StatusLabel is the status in words.
func StatusLabel(t app.Template) app.Text {
	switch t.Status {
	case app.TemplateApproved:
		return app.Say("approved")
	case app.TemplateInReview:
		return app.Say("in review")
	case app.TemplateRejected:
		return app.Say("rejected")
	case app.TemplatePaused:
		return app.Say("paused")
	case app.TemplateDisabled:
		return app.Say("switched off")
	case app.TemplateLeaving:
		return app.Say("deleted")
	case app.TemplateDeclared:
		return app.Say("declared by you")
	}
	return app.Say("{{.Word}}", "Word", t.StatusWord)
}

// CategoryLabel is the category in words.
func CategoryLabel(c app.TemplateCategory) app.Text {
	switch c {
	case app.CategoryUtility:
		return app.Say("utility")
	case app.CategoryMarketing:
		return app.Say("marketing")
	case app.CategoryAuthentication:
		return app.Say("authentication")
	}
	return app.Say("{{.Word}}", "Word", string(c))
}

// QualityLabel is the quality in words.
func QualityLabel(q app.TemplateQuality) app.Text {
	switch q {
	case app.QualityHigh:
		return app.Say("high")
	case app.QualityMedium:
		return app.Say("medium")
	case app.QualityLow:
		return app.Say("low")
	}
	return app.Say("not known")
}
