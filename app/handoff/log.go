package handoff

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"channeldesk/app"
)

// State is where a hand-off stands.
type State string

// The states. Out of date wins over the others: what the sheet says no longer
// works, whoever confirmed it.
const (
	Waiting   State = "waiting"
	SignSeen  State = "sign_seen" // a webhook arrived after it
	Confirmed State = "confirmed"
	OutOfDate State = "out_of_date"
	Noted     State = "noted" // a note; nothing is waited for
)

// Entry is one line of the hand-off log.
type Entry struct {
	app.Handoff
	State State
	// WaitingDays are the whole days since a hand-off that still waits.
	WaitingDays int
}

// noteSheet stands where a note has no sheet, so that it uses up no number.
const noteSheet = "-"

// Log gives the hand-offs of one environment, newest first, with their states
// as of now. Who may see the agent may see it.
func (s *Service) Log(ctx context.Context, agent app.AgentID, env app.Environment) ([]Entry, error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	var d details
	var list []app.Handoff
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		if d, err = s.read(tx, agent, env); err != nil {
			return err
		}
		list, err = tx.ListHandoffs(d.channel.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	now := map[Request]string{}
	entries := make([]Entry, len(list))
	for i, h := range list {
		r := Request{Audience: h.Audience, Language: h.Language, IncludeSecret: h.WithSecret}
		if _, ok := now[r]; !ok {
			now[r] = fingerprint(d, r)
		}
		entries[i] = entry(h, now[r], s.p.Clock.Now())
	}
	return entries, nil
}

func entry(h app.Handoff, current string, now time.Time) Entry {
	e := Entry{Handoff: h}
	switch {
	case h.Way == app.HandoffNote:
		e.State, e.Sheet = Noted, ""
	case h.Fingerprint != current:
		e.State = OutOfDate
	case !h.ConfirmedAt.IsZero():
		e.State = Confirmed
	case !h.FirstSignAt.IsZero():
		e.State = SignSeen
	default:
		e.State, e.WaitingDays = Waiting, max(0, int(now.Sub(h.At)/(24*time.Hour)))
	}
	return e
}

// Confirm notes that the receiver said the webhook is set. It takes the
// permission to edit; confirming twice changes nothing.
func (s *Service) Confirm(ctx context.Context, id app.HandoffID) error {
	var c app.Channel
	err := s.p.Store.View(ctx, func(tx app.Tx) error {
		h, err := tx.GetHandoff(id)
		if err != nil {
			return err
		}
		all, err := tx.ListChannels()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c app.Channel) bool { return c.ID == h.ChannelID })
		if i < 0 {
			return app.NewError(app.CodeNotFound, app.Say("This hand-off does not exist any more."))
		}
		c = all[i]
		return nil
	})
	if err != nil {
		return err
	}
	member, err := s.p.Guard.Require(ctx, c.AgentID, app.MayEdit)
	if err != nil {
		return err
	}
	changed := false
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		h, err := tx.GetHandoff(id)
		if err != nil {
			return err
		}
		if h.Way == app.HandoffNote {
			return app.Invalid("handoff", "A note cannot be confirmed.")
		}
		if !h.ConfirmedAt.IsZero() {
			return nil
		}
		changed = true
		h.ConfirmedAt, h.ConfirmedBy = s.p.Clock.Now(), member.Name
		if err := tx.UpdateHandoff(h); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: h.ConfirmedAt, By: member.Name, AgentID: c.AgentID, Environment: c.Environment, Kind: app.ActHandoffConfirmed,
			Text: app.Say("{{.Who}} marked hand-off sheet {{.Sheet}} as confirmed", "Who", member.Name, "Sheet", h.Sheet),
		})
	})
	if err == nil && changed {
		s.p.Bus.Publish(app.Event{Kind: app.HandoffsChanged, AgentID: c.AgentID, Environment: c.Environment})
	}
	return err
}

// AddNote writes down a hand-off, or something about one, that happened outside
// the program. It takes the permission to edit. The text has at most NoteMax
// characters.
func (s *Service) AddNote(ctx context.Context, agent app.AgentID, env app.Environment, to, text string) error {
	to, err := checkTo(to)
	if err != nil {
		return err
	}
	if text = tidy(text); text == "" {
		return app.Invalid("note", "Write what happened.")
	}
	if n := utf8.RuneCountInString(text); n > NoteMax {
		return app.Invalid("note", "The note has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", NoteMax)
	}
	member, err := s.p.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		at := s.p.Clock.Now()
		if _, err := tx.AddHandoff(app.Handoff{
			ChannelID: c.ID, Sheet: noteSheet, At: at, By: member.Name, To: to, Audience: app.ForProvider,
			Way: app.HandoffNote, Language: English, Note: text,
		}); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: at, By: member.Name, AgentID: agent, Environment: env, Kind: app.ActHandedOff,
			Text: app.Say("{{.Who}} added a note to the hand-off log", "Who", member.Name),
		})
	})
	if err == nil {
		s.p.Bus.Publish(app.Event{Kind: app.HandoffsChanged, AgentID: agent, Environment: env})
	}
	return err
}
