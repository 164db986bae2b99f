package storagetest

import (
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// Message keeps a queued text message of a channel, as change makes it.
func (f *Factory) Message(channel app.ChannelID, change func(*app.Message)) app.Message {
	f.T.Helper()
	m := app.Message{
		Mark: fmt.Sprintf("msg_%08d", f.next()), ChannelID: channel, To: "+6281234567890", Name: "Pak Joko",
		Content: app.Content{Text: "Your order is ready."}, Source: app.SourceWindow, CreatedAt: Now, DueAt: Now,
	}
	if change != nil {
		change(&m)
	}
	f.Update(func(tx app.Tx) (err error) { m.ID, err = tx.AddMessage(m); return err })
	return f.GetMessage(m.ID)
}

// GetMessage reads a message.
func (f *Factory) GetMessage(id app.MessageID) (m app.Message) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { m, err = tx.GetMessage(id); return err })
	return m
}

// Claimed is a message that is being sent.
func (f *Factory) Claimed(channel app.ChannelID) app.Message {
	f.T.Helper()
	m := f.Message(channel, nil)
	f.Update(func(tx app.Tx) error {
		got, err := tx.ClaimMessages(Now, 1000, nil)
		require.Contains(f.T, ids(got), m.ID)
		return err
	})
	return f.GetMessage(m.ID)
}

// Ended is a claimed message whose attempt ended so.
func (f *Factory) Ended(m app.Message, e app.AttemptEnd) app.Message {
	f.T.Helper()
	e.Message = m.ID
	if e.At.IsZero() {
		e.At = Now.Add(time.Second)
	}
	f.Update(func(tx app.Tx) error { return tx.EndAttempt(e) })
	return f.GetMessage(m.ID)
}

// Told applies a state.
func (f *Factory) Told(channel app.ChannelID, u app.StateUpdate) (m app.Message, known, moved bool) {
	f.T.Helper()
	s := f.Applied(channel, u)
	return s.Message, s.Known, s.Moved
}

// Applied applies a state and gives all that became of it.
func (f *Factory) Applied(channel app.ChannelID, u app.StateUpdate) (s app.StateApplied) {
	f.T.Helper()
	f.Update(func(tx app.Tx) (err error) { s, err = tx.ApplyState(channel, u); return err })
	return s
}

func (f *Factory) attempts(id app.MessageID) (all []app.Attempt) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { all, err = tx.ListAttempts(id); return err })
	return all
}

func ids(messages []app.Message) []app.MessageID {
	out := make([]app.MessageID, len(messages))
	for i, m := range messages {
		out[i] = m.ID
	}
	return out
}

func messageRoundTrip(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	m := app.Message{
		Mark: "msg_01", ChannelID: c.ID, To: "+628111", Room: "room", Name: "Sari", Source: app.SourceAPI, KeyID: 7,
		Content: app.Content{
			Text: "x", Buttons: []app.ReplyButton{{ID: "y", Title: "Yes"}},
			Template: &app.TemplateMessage{
				Name: "order_ready", Language: "id", ID: "9", Header: &app.TemplateHeader{Kind: "document", Link: "https://a.example/x.pdf", Filename: "x.pdf"},
				Body: []string{"", "“2”"}, Buttons: []app.TemplateButton{{Index: 1, Kind: "url", Value: "z"}},
			},
		},
		Status: app.MessageFailed, ProviderID: "wamid.1", Reference: "b1", Code: "131026", Reason: app.Say("No {{.A}}", "A", "b"), Fix: app.Say("Mend it"),
		Attempts: 2, CreatedAt: Now, DueAt: Now.Add(1 * time.Second), BestBefore: Now.Add(2 * time.Second), AcceptedAt: Now.Add(3 * time.Second),
		SentAt: Now.Add(4 * time.Second), DeliveredAt: Now.Add(5 * time.Second), ReadAt: Now.Add(6 * time.Second), FailedAt: Now.Add(7 * time.Second),
	}
	f.Update(func(tx app.Tx) (err error) { m.ID, err = tx.AddMessage(m); return err })
	m.AgentID, m.Environment = c.AgentID, app.Published
	require.Equal(t, m, f.GetMessage(m.ID))
	require.Equal(t, "template", m.Kind())
	f.View(func(tx app.Tx) error {
		got, err := tx.FindMessage("msg_01")
		require.Equal(t, m, got)
		require.NoError(t, err)
		_, err = tx.FindMessage("msg_02")
		RequireCode(t, app.CodeNotFound, err)
		_, err = tx.GetMessage(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	plain := f.Message(c.ID, func(m *app.Message) { m.CreatedAt, m.DueAt = time.Time{}, time.Time{} })
	require.Equal(t, app.MessageQueued, plain.Status)
	require.Equal(t, Now, plain.CreatedAt)
	require.Equal(t, Now, plain.DueAt)
	require.Greater(t, plain.ID, m.ID)

	add := func(m app.Message) error {
		return f.Store.Update(t.Context(), func(tx app.Tx) error { _, err := tx.AddMessage(m); return err })
	}
	RequireCode(t, app.CodeConflict, add(app.Message{Mark: "msg_01", ChannelID: c.ID}))
	RequireCode(t, app.CodeConflict, add(app.Message{Mark: "msg_03", ChannelID: c.ID, ProviderID: "wamid.1"}))
	RequireCode(t, app.CodeNotFound, add(app.Message{Mark: "msg_03", ChannelID: 999}))
	require.Error(t, add(app.Message{ChannelID: c.ID}), "no mark")
}

func messagesClaimed(t *testing.T, f *Factory) {
	a := f.Agent("")
	c, d := f.Channel(a.ID, app.Published), f.Channel(a.ID, app.Draft)
	at := func(s int) func(*app.Message) {
		return func(m *app.Message) { m.DueAt = Now.Add(time.Duration(s) * time.Second) }
	}
	third, first, later, second := f.Message(c.ID, at(3)), f.Message(c.ID, at(1)), f.Message(c.ID, at(60)), f.Message(d.ID, at(2))
	f.Message(c.ID, func(m *app.Message) { m.Status = app.MessageCancelled })
	next := func(waiting ...app.ChannelID) (at time.Time) {
		f.View(func(tx app.Tx) (err error) { at, err = tx.NextDue(waiting); return err })
		return at
	}
	claim := func(seconds, limit int, waiting ...app.ChannelID) (got []app.Message) {
		f.Update(func(tx app.Tx) (err error) {
			got, err = tx.ClaimMessages(Now.Add(time.Duration(seconds)*time.Second), limit, waiting)
			return err
		})
		return got
	}
	require.Equal(t, first.DueAt, next())
	require.Equal(t, second.DueAt, next(c.ID))
	require.Zero(t, next(c.ID, d.ID))
	require.Empty(t, claim(0, 10))
	require.Empty(t, claim(30, 10, c.ID, d.ID))
	require.Equal(t, []app.MessageID{second.ID}, ids(claim(30, 10, c.ID)))
	got := claim(30, 1)
	require.Equal(t, []app.MessageID{first.ID}, ids(got))
	first.Status, first.Attempts = app.MessageSending, 1
	require.Equal(t, first, got[0])
	require.Equal(t, first, f.GetMessage(first.ID))
	require.Equal(t, []app.Attempt{{Number: 1, StartedAt: Now.Add(30 * time.Second), Outcome: app.AttemptRunning}}, f.attempts(first.ID))
	require.Equal(t, []app.MessageID{third.ID}, ids(claim(30, 10)))
	require.Empty(t, claim(30, 10), "claimed twice")
	require.Equal(t, later.DueAt, next())
	require.Equal(t, []app.MessageID{later.ID}, ids(claim(61, 10)))
	require.Zero(t, next())
}

func attemptsEnd(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	at := Now.Add(time.Second)

	m := f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1", Reference: "b1"})
	require.Equal(t, app.MessageAccepted, m.Status)
	require.Equal(t, []string{"w1", "b1"}, []string{m.ProviderID, m.Reference})
	require.Equal(t, at, m.AcceptedAt)
	require.Equal(t, []app.Attempt{{Number: 1, StartedAt: Now, EndedAt: at, Outcome: app.AttemptAccepted}}, f.attempts(m.ID))
	RequireCode(t, app.CodeConflict, f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.EndAttempt(app.AttemptEnd{Message: m.ID, At: at, Outcome: app.AttemptRefused})
	}))

	no := app.AttemptEnd{Outcome: app.AttemptRefused, Code: "131026", Reason: app.Say("No WhatsApp"), Fix: app.Say("Ask")}
	m = f.Ended(f.Claimed(c.ID), no)
	require.Equal(t, app.MessageFailed, m.Status)
	require.Equal(t, at, m.FailedAt)
	require.Equal(t, []any{"131026", no.Reason, no.Fix}, []any{m.Code, m.Reason, m.Fix})
	require.Equal(t, no.Reason, f.attempts(m.ID)[0].What)

	for _, outcome := range []app.AttemptOutcome{app.AttemptSlow, app.AttemptNotSent} {
		m = f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: outcome, Code: "x", Reason: app.Say("Slower"), Again: Now.Add(time.Minute)})
		require.Equal(t, app.MessageQueued, m.Status)
		require.Equal(t, Now.Add(time.Minute), m.DueAt)
		require.Empty(t, m.Reason)
		f.Update(func(tx app.Tx) error {
			got, err := tx.ClaimMessages(Now.Add(time.Minute), 10, nil)
			require.Equal(t, []app.MessageID{m.ID}, ids(got))
			return err
		})
		m = f.Ended(m, app.AttemptEnd{Outcome: app.AttemptAccepted})
		require.Equal(t, app.MessageAccepted, m.Status)
		require.Len(t, f.attempts(m.ID), 2)
		require.Equal(t, "x", f.attempts(m.ID)[0].Code)
	}

	m = f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptOpen, Code: "timeout", Reason: app.Say("No answer")})
	require.Equal(t, app.MessageUnknown, m.Status)
	require.Equal(t, "timeout", m.Code)
	m = f.Ended(m, app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w2"})
	require.Equal(t, app.MessageAccepted, m.Status, "an answer that came late")
	require.Empty(t, m.Code)

	m = f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1"})
	require.Equal(t, app.MessageAccepted, m.Status)
	require.Empty(t, m.ProviderID, "another message has this id")

	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.EndAttempt(app.AttemptEnd{Message: 999, Outcome: app.AttemptOpen})
	}))
	waiting := f.Message(c.ID, nil)
	RequireCode(t, app.CodeConflict, f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.EndAttempt(app.AttemptEnd{Message: waiting.ID, Outcome: app.AttemptAccepted})
	}))
	require.Error(t, f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.EndAttempt(app.AttemptEnd{Message: waiting.ID, Outcome: app.AttemptRunning})
	}))
}

func attemptsAbandoned(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	done := f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w0"})
	moved, lost, late := f.Claimed(c.ID), f.Claimed(c.ID), f.Claimed(c.ID)
	queued := f.Message(c.ID, nil)
	f.Told(c.ID, app.StateUpdate{OurID: moved.Mark, ProviderID: "w9", Status: app.MessageDelivered, At: Now})
	abandon := func() (n int) {
		f.Update(func(tx app.Tx) (err error) { n, err = tx.AbandonAttempts(Now.Add(time.Hour)); return err })
		return n
	}
	require.Equal(t, 2, abandon())
	require.Zero(t, abandon())
	require.Equal(t, app.MessageAccepted, f.GetMessage(done.ID).Status)
	require.Equal(t, app.MessageDelivered, f.GetMessage(moved.ID).Status)
	require.Equal(t, app.AttemptOpen, f.attempts(moved.ID)[0].Outcome)
	require.Equal(t, app.MessageQueued, f.GetMessage(queued.ID).Status)
	m := f.GetMessage(lost.ID)
	require.Equal(t, app.MessageUnknown, m.Status)
	require.NotEmpty(t, m.Reason)
	require.NotEmpty(t, m.Code)
	require.Equal(t, Now.Add(time.Hour), f.attempts(lost.ID)[0].EndedAt)
	f.Update(func(tx app.Tx) error {
		got, err := tx.ClaimMessages(Now.Add(time.Hour), 10, nil)
		require.Equal(t, []app.MessageID{queued.ID}, ids(got), "what is unknown is never sent again by itself")
		return err
	})
	m, known, on := f.Told(c.ID, app.StateUpdate{OurID: lost.Mark, ProviderID: "w1", Status: app.MessageSent, At: Now})
	require.True(t, known && on)
	require.Equal(t, app.MessageSent, m.Status, "the provider knew it")
	require.Empty(t, m.Reason)
	require.Equal(t, app.MessageAccepted, f.Ended(late, app.AttemptEnd{Outcome: app.AttemptAccepted}).Status)
}
