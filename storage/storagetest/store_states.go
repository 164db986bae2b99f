package storagetest

import (
	"fmt"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func statesApplied(t *testing.T, f *Factory) {
	a := f.Agent("")
	c, other := f.Channel(a.ID, app.Published), f.Channel(a.ID, app.Draft)
	at := func(s int) time.Time { return Now.Add(time.Duration(s) * time.Second) }
	sent := f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1"})

	m, known, moved := f.Told(c.ID, app.StateUpdate{ProviderID: "w1", Status: app.MessageDelivered, At: at(20)})
	require.True(t, known && moved)
	require.Equal(t, app.MessageDelivered, m.Status)
	require.Equal(t, f.GetMessage(m.ID), withTold(f.GetMessage(m.ID), m))
	m, known, moved = f.Told(c.ID, app.StateUpdate{ProviderID: "w1", Status: app.MessageSent, At: at(10)})
	require.True(t, known && !moved, "never back")
	require.Equal(t, app.MessageDelivered, m.Status)
	require.Equal(t, []time.Time{at(10), at(20)}, []time.Time{m.SentAt, m.DeliveredAt}, "what came late fills in its time")
	m, _, moved = f.Told(c.ID, app.StateUpdate{ProviderID: "w1", Status: app.MessageDelivered, At: at(50)})
	require.False(t, moved)
	require.Equal(t, at(20), m.DeliveredAt, "told twice")
	m, _, _ = f.Told(c.ID, app.StateUpdate{ProviderID: "w1", Status: app.MessageRead})
	require.Equal(t, Now, m.ReadAt, "without a time it happened now")
	m, known, moved = f.Told(c.ID, app.StateUpdate{ProviderID: "w1", Status: app.MessageFailed, At: at(60), Reason: app.Say("Expired")})
	require.True(t, known && !moved, "failed after read")
	require.Equal(t, app.MessageRead, m.Status)
	require.Zero(t, m.FailedAt)
	require.Empty(t, m.Reason)

	_, known, _ = f.Told(other.ID, app.StateUpdate{ProviderID: "w1", OurID: sent.Mark, Status: app.MessageRead, At: Now})
	require.False(t, known, "another channel's message")

	failed := f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w2"})
	why := app.StateUpdate{ProviderID: "w2", Status: app.MessageFailed, At: at(5), Code: "131026", Reason: app.Say("No"), Fix: app.Say("Ask")}
	m, _, moved = f.Told(c.ID, why)
	require.True(t, moved)
	require.Equal(t, []any{app.MessageFailed, at(5), "131026", why.Reason, why.Fix}, []any{m.Status, m.FailedAt, m.Code, m.Reason, m.Fix})
	for _, s := range []app.MessageStatus{app.MessageSent, app.MessageRead, app.MessageFailed} {
		got, known, moved := f.Told(c.ID, app.StateUpdate{ProviderID: "w2", Status: s, At: at(9)})
		require.True(t, known && !moved, "failed is final")
		require.Equal(t, m, got)
	}
	require.Equal(t, m, f.GetMessage(failed.ID))

	for _, s := range []app.MessageStatus{"", app.MessageQueued, app.MessageUnknown, app.MessageAccepted, app.MessageCancelled, "odd"} {
		require.Error(t, f.Store.Update(t.Context(), func(tx app.Tx) error {
			_, err := tx.ApplyState(c.ID, app.StateUpdate{ProviderID: "w1", Status: s})
			return err
		}), "%q", s)
	}
}

// What was told before is known as such, however it was told; what is new of it,
// as a price, makes it no repetition.
func statesRepeated(t *testing.T, f *Factory) {
	c, other := f.Channel(f.Agent("").ID, app.Published), f.Channel(f.Agent("").ID, app.Published)
	tell := func(id string, s app.MessageStatus, price string) bool {
		return f.Applied(c.ID, app.StateUpdate{ProviderID: id, Status: s, At: Now, Price: price}).Repeated
	}
	f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1"})
	for _, s := range []app.MessageStatus{app.MessageRead, app.MessageSent, app.MessageDelivered} { // in any order
		require.False(t, tell("w1", s, ""), s)
		require.True(t, tell("w1", s, ""), s)
	}
	require.False(t, tell("w1", app.MessageSent, "utility, free"), "the price is new")
	require.True(t, tell("w1", app.MessageSent, "utility, free"))

	failed := f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w2"})
	require.False(t, tell("w2", app.MessageSent, ""))
	require.False(t, tell("w2", app.MessageFailed, ""))
	for _, s := range []app.MessageStatus{app.MessageFailed, app.MessageSent} {
		require.True(t, tell("w2", s, ""), s)
	}
	require.True(t, f.Applied(c.ID, app.StateUpdate{OurID: failed.Mark, Status: app.MessageFailed, At: Now}).Repeated, "by our mark")

	// Nobody's yet: kept once, for each channel.
	require.False(t, tell("w3", app.MessageSent, ""))
	require.True(t, tell("w3", app.MessageSent, ""))
	require.False(t, tell("w3", app.MessageRead, ""))
	require.False(t, f.Applied(other.ID, app.StateUpdate{ProviderID: "w3", Status: app.MessageSent, At: Now}).Repeated)
	m := f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w3"})
	require.Equal(t, app.MessageRead, m.Status)
	require.True(t, tell("w3", app.MessageSent, ""), "it has taken effect meanwhile")
	require.True(t, tell("w3", app.MessageRead, ""))

	// One that names the message for the first time is new, whatever it tells.
	m = f.Claimed(c.ID)
	first := app.StateUpdate{OurID: m.Mark, Status: app.MessageSent, At: Now}
	require.False(t, f.Applied(c.ID, first).Repeated)
	require.True(t, f.Applied(c.ID, first).Repeated)
	first.ProviderID = "w4"
	require.False(t, f.Applied(c.ID, first).Repeated)
	require.True(t, f.Applied(c.ID, first).Repeated)

	// What was undone was not told.
	u := app.StateUpdate{ProviderID: "w4", Status: app.MessageRead, At: Now}
	require.ErrorIs(t, f.Store.Update(t.Context(), func(tx app.Tx) error {
		s, err := tx.ApplyState(c.ID, u)
		require.NoError(t, err)
		require.True(t, s.Moved && !s.Repeated)
		s, err = tx.ApplyState(c.ID, u)
		require.NoError(t, err)
		require.True(t, s.Repeated)
		return errOnPurpose
	}), errOnPurpose)
	require.False(t, f.Applied(c.ID, u).Repeated)
}

func statesTellPrices(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	tell := func(s app.MessageStatus, id, price, want string) {
		t.Helper()
		m, known, _ := f.Told(c.ID, app.StateUpdate{ProviderID: id, Status: s, At: Now, Price: price})
		require.True(t, known)
		require.Equal(t, want, m.Price)
		require.Equal(t, want, f.GetMessage(m.ID).Price)
	}
	f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1"})
	tell(app.MessageSent, "w1", "utility, billable", "utility, billable")
	tell(app.MessageRead, "w1", "", "utility, billable")
	tell(app.MessageDelivered, "w1", "utility, free", "utility, billable")

	f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w2"})
	tell(app.MessageSent, "w2", "", "")
	tell(app.MessageSent, "w2", "marketing, billable", "marketing, billable")
	tell(app.MessageDelivered, "w2", "marketing, free", "marketing, free")
	tell(app.MessageFailed, "w2", "", "marketing, free")

	// Told before the answer, and by the reference.
	m := f.Claimed(c.ID)
	_, known, _ := f.Told(c.ID, app.StateUpdate{ProviderID: "w3", Status: app.MessageSent, At: Now, Price: "service, free"})
	require.False(t, known)
	m = f.Ended(m, app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w3", Reference: "b3"})
	require.Equal(t, "service, free", m.Price)
	m = f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, Reference: "b4"})
	m, _, _ = f.Told(c.ID, app.StateUpdate{Reference: "b4", Status: app.MessageSent, At: Now, Price: "free"})
	require.Equal(t, "free", f.GetMessage(m.ID).Price)
}

func statesByName(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	// By our mark, while the attempt still runs; the provider's id is learned.
	m := f.Claimed(c.ID)
	got, known, moved := f.Told(c.ID, app.StateUpdate{OurID: m.Mark, ProviderID: "w1", Status: app.MessageSent, At: Now})
	require.True(t, known && moved)
	require.Equal(t, "w1", got.ProviderID)
	got = f.Ended(m, app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1"})
	require.Equal(t, app.MessageSent, got.Status, "the answer came after the state")
	require.NotZero(t, got.AcceptedAt)

	// One that waits for its next try went out after all.
	m = f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptNotSent, Again: Now})
	f.Told(c.ID, app.StateUpdate{OurID: m.Mark, Status: app.MessageSent, At: Now})
	f.Update(func(tx app.Tx) error {
		all, err := tx.ClaimMessages(Now.Add(time.Hour), 10, nil)
		require.Empty(t, all)
		return err
	})

	// By a reference, which only one message has.
	m = f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptAccepted, Reference: "b1"})
	got, known, _ = f.Told(c.ID, app.StateUpdate{Reference: "b1", ProviderID: "w2", Status: app.MessageSent, At: Now})
	require.True(t, known)
	require.Equal(t, m.ID, got.ID)
	got, _, moved = f.Told(c.ID, app.StateUpdate{ProviderID: "w2", Status: app.MessageRead, At: Now})
	require.True(t, moved)
	require.Equal(t, m.ID, got.ID)
	two := []app.Message{f.Claimed(c.ID), f.Claimed(c.ID)}
	for i := range two {
		two[i] = f.Ended(two[i], app.AttemptEnd{Outcome: app.AttemptAccepted, Reference: "b2"})
	}
	_, known, _ = f.Told(c.ID, app.StateUpdate{Reference: "b2", Status: app.MessageRead, At: Now})
	require.False(t, known, "of two, nobody knows which")
	for _, m := range two {
		require.Equal(t, app.MessageAccepted, f.GetMessage(m.ID).Status)
	}

	// Empty names are no names.
	f.Message(c.ID, nil)
	_, known, _ = f.Told(c.ID, app.StateUpdate{Status: app.MessageRead, At: Now})
	require.False(t, known)
}

func statesBeforeTheAnswer(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	early := func(u app.StateUpdate) {
		t.Helper()
		for range 2 { // providers repeat themselves
			_, known, moved := f.Told(c.ID, u)
			require.False(t, known || moved)
		}
	}
	m := f.Claimed(c.ID)
	early(app.StateUpdate{ProviderID: "w1", Status: app.MessageDelivered, At: Now.Add(2 * time.Second)})
	early(app.StateUpdate{ProviderID: "w1", Status: app.MessageSent, At: Now.Add(time.Second)})
	early(app.StateUpdate{ProviderID: "w1", Status: app.MessageFailed, Code: "1", At: Now})
	require.Equal(t, app.MessageSending, f.GetMessage(m.ID).Status)
	m = f.Ended(m, app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: "w1"})
	require.Equal(t, app.MessageFailed, m.Status)
	require.Equal(t, "1", m.Code)
	require.Equal(t, []time.Time{Now.Add(time.Second), Now.Add(2 * time.Second)}, []time.Time{m.SentAt, m.DeliveredAt})

	// By a reference, and through it by the provider's own id.
	m = f.Claimed(c.ID)
	early(app.StateUpdate{ProviderID: "w2", Status: app.MessageRead, At: Now})
	early(app.StateUpdate{ProviderID: "w2", Reference: "b2", Status: app.MessageSent, At: Now})
	m = f.Ended(m, app.AttemptEnd{Outcome: app.AttemptAccepted, Reference: "b2"})
	require.Equal(t, app.MessageRead, m.Status)
	require.Equal(t, "w2", m.ProviderID)

	// Learned from a state of our own mark.
	m = f.Ended(f.Claimed(c.ID), app.AttemptEnd{Outcome: app.AttemptOpen})
	early(app.StateUpdate{ProviderID: "w3", Status: app.MessageRead, At: Now})
	m, known, moved := f.Told(c.ID, app.StateUpdate{ProviderID: "w3", OurID: m.Mark, Status: app.MessageSent, At: Now})
	require.True(t, known && moved)
	require.Equal(t, app.MessageRead, m.Status)

	// Kept once more under a mark that a message gets only afterwards.
	early(app.StateUpdate{OurID: "msg_later", Status: app.MessageSent, At: Now})
	m = f.Message(c.ID, func(m *app.Message) { m.Mark = "msg_later" })
	f.Update(func(tx app.Tx) error { _, err := tx.ClaimMessages(Now, 10, nil); return err })
	require.Equal(t, app.MessageSent, f.Ended(m, app.AttemptEnd{Outcome: app.AttemptOpen}).Status)
	RequireCode(t, app.CodeNotFound, f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.ApplyState(999, app.StateUpdate{ProviderID: "x", Status: app.MessageSent})
		return err
	}))
}

// endOf is where the rule of states ends, whatever comes when: the highest
// state, and of failed and read the one that came first.
func endOf(told []app.MessageStatus) app.MessageStatus {
	end := app.MessageAccepted
	for _, s := range told {
		switch {
		case end == app.MessageFailed, end == app.MessageRead && s == app.MessageFailed:
		case s.Rank() > end.Rank():
			end = s
		}
	}
	return end
}

// States in any order, repeated, by any name, some before the answer came: the
// message ends at the highest one.
func statesProperty(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	all := []app.MessageStatus{app.MessageSent, app.MessageDelivered, app.MessageRead, app.MessageFailed}
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		told := rapid.SliceOfN(rapid.SampledFrom(all), 0, 8).Draw(t, "told")
		early := rapid.IntRange(0, len(told)).Draw(t, "before the answer")
		m := f.Claimed(c.ID)
		id, ref := fmt.Sprintf("w%d", n), fmt.Sprintf("b%d", n)
		tell := func(s app.MessageStatus) {
			u := app.StateUpdate{Status: s, At: Now}
			switch rapid.IntRange(0, 3).Draw(t, "name") {
			case 0:
				u.ProviderID = id
			case 1:
				u.Reference = ref
			case 2:
				u.ProviderID, u.Reference = id, ref
			case 3:
				u.OurID, u.ProviderID, u.Reference = m.Mark, id, ref
			}
			f.Told(c.ID, u)
		}
		for _, s := range told[:early] {
			tell(s)
		}
		f.Ended(m, app.AttemptEnd{Outcome: app.AttemptAccepted, ProviderID: id, Reference: ref})
		for _, s := range told[early:] {
			tell(s)
		}
		got := f.GetMessage(m.ID)
		failed, read := false, false
		for _, s := range told {
			failed, read = failed || s == app.MessageFailed, read || s == app.MessageRead
		}
		if failed && read { // early ones wait under several names: either may be first
			require.Contains(t, []app.MessageStatus{app.MessageFailed, app.MessageRead}, got.Status)
			if early == 0 {
				require.Equal(t, endOf(told), got.Status)
			}
			return
		}
		require.Equal(t, endOf(told), got.Status)
		require.Equal(t, id, got.ProviderID)
	})
}

// withTold puts what ApplyState must give of a message into what the store keeps.
func withTold(kept, told app.Message) app.Message {
	told.Content, told.Name, told.KeyID, told.Reference, told.BulkRow = kept.Content, kept.Name, kept.KeyID, kept.Reference, kept.BulkRow
	told.AgentID, told.Environment, told.Attempts = kept.AgentID, kept.Environment, kept.Attempts
	told.CreatedAt, told.DueAt, told.BestBefore, told.Again = kept.CreatedAt, kept.DueAt, kept.BestBefore, kept.Again
	return told
}
