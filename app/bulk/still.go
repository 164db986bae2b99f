package bulk

import (
	"slices"

	"channeldesk/app"
)

// Between planning and sending a template may go, or get another text or other
// variables, and a channel another protocol. What was planned is not sent as
// something else: the bulk send stops by itself and says why.

const (
	otherProtocol   = "The channel has another protocol than when this was planned, so its messages cannot be sent. Cancel this, and plan it anew."
	otherVariables  = "The template {{.Name}} has other variables than when this was planned, so its messages cannot be sent. Cancel this, and plan it anew."
	templateChanged = "The template {{.Name}} was changed after this was planned. Read its text, and go on if it is still right."
)

// unsendable says that the messages cannot be sent any more, or not at present;
// empty while they can. whole looks at a message as well.
func unsendable(tx app.Tx, b app.BulkSend, whole bool) (why app.Text, t app.Template, err error) {
	past, err := tx.ProtocolsOf(b.ChannelID)
	if err != nil {
		return why, t, err
	}
	if was := app.ProtocolAt(past, b.CreatedAt); was != "" && was != past[len(past)-1].Protocol {
		return app.Say(otherProtocol), t, nil
	}
	t, err = tx.FindTemplate(b.ChannelID, b.Template, b.Language)
	if err = ignoreMissing(err); err != nil {
		return why, t, err
	}
	if !t.Sendable() {
		return app.Say("The template {{.Name}} cannot be sent at present.", "Name", b.Template), t, nil
	}
	if !whole {
		return why, t, nil
	}
	one, err := tx.PageHistory(app.HistoryPage{Filter: app.HistoryFilter{Channel: b.ChannelID, Bulk: b.ID}, Limit: 1})
	if err == nil && len(one) > 0 && one[0].Content.Template != nil && !fits(t, *one[0].Content.Template) {
		why = app.Say(otherVariables, "Name", b.Template)
	}
	return why, t, err
}

// fits reports whether a message has a value for each variable of a template, and no
// more.
func fits(t app.Template, m app.TemplateMessage) bool {
	d := t.Design
	if d.Code != nil {
		return len(m.Body) == 1
	}
	names, buttons := app.Placeholders(d.Body), 0
	for _, b := range d.Buttons {
		if b.Kind == app.ButtonURL && len(app.Placeholders(b.URL)) > 0 {
			buttons++
		}
	}
	given := 0
	for _, b := range m.Buttons {
		if b.Kind == string(app.ButtonURL) {
			given++
		}
	}
	h := d.Header
	header := h != nil && (h.Kind.IsFile() || h.Kind == app.HeaderLocation || h.Kind == app.HeaderText && len(app.Placeholders(h.Text)) > 0)
	switch {
	case len(m.Body) != len(names), d.Named && !slices.Equal(m.Names, names), !d.Named && len(m.Names) > 0:
		return false
	}
	return header == (m.Header != nil) && buttons == given && len(d.Cards) == len(m.Cards)
}

// changedSince reports whether somebody changed a template, from here, after a bulk
// send was planned.
func changedSince(t app.Template, b app.BulkSend) bool {
	return slices.ContainsFunc(t.EditedAt, b.CreatedAt.Before)
}

// beginIn begins a bulk send that was stored, with its first few where it has some.
func (s *Service) beginIn(tx app.Tx, b *app.BulkSend) (err error) {
	b.Status, b.StartedAt = app.BulkRunning, s.now()
	if b.Trial > 0 && b.Total > b.Trial {
		b.Status = app.BulkTrying
		_, err = tx.Release(b.ID, b.Trial, s.now())
	}
	return err
}
