package inbox_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/inbox"
)

// answer tells that the agent answered by the API.
func (o *office) answer(c app.Channel, mark string) {
	o.t.Helper()
	o.update(func(tx app.Tx) error {
		return o.Answered(tx, app.Message{Mark: mark, ChannelID: c.ID, AgentID: c.AgentID, Environment: c.Environment, To: rina, Source: app.SourceAPI}, o.clock.Now())
	})
}

// step takes the steps that are due.
func (o *office) step() {
	o.t.Helper()
	require.NoError(o.t, o.StepAll(context.Background()))
}

// TestASessionFromBeginningToEnd goes the whole way with what each provider
// sends: message, answer, silence, two questions, and the closing text.
func TestASessionFromBeginningToEnd(t *testing.T) {
	for name, provider := range map[string]struct {
		channel func(o *office) app.Channel
		text    func(id, text string, at time.Time) string
		buttons bool
		room    string
	}{
		"meta":   {(*office).meta, metaText, true, ""},
		"qontak": {func(o *office) app.Channel { return o.qontak("Toko", roomChannel) }, func(id, text string, at time.Time) string { return qontakText(id, roomChannel, text, at) }, false, "room-1"},
		"coster": {(*office).coster, costerText, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			c := provider.channel(o)
			o.take(c, provider.text("1", "halo", o.clock.Now()))
			p := o.person(c, rina)
			assert.Equal(t, []string{rina, "Rina", provider.room}, []string{p.Number, p.Name, p.Room})
			assert.True(t, p.SessionDue.Equal(monday.Add(24*time.Hour)), "we owe an answer")
			o.clock.pass(time.Minute)
			o.answer(c, "msg_answer")
			assert.True(t, o.person(c, rina).SessionDue.Equal(monday.Add(10*time.Minute)))

			o.clock.pass(9*time.Minute - time.Second)
			o.step()
			require.Empty(t, o.sent(c))
			o.clock.pass(time.Second)
			o.step()
			o.step()
			sent := o.sent(c)
			require.Len(t, sent, 1)
			m := sent[0]
			assert.Equal(t, []string{rina, provider.room, "Rina"}, []string{m.To, m.Room, m.Name})
			assert.True(t, m.BestBefore.Equal(monday.Add(24*time.Hour)))
			assert.Equal(t, app.MessageQueued, m.Status)
			if len(m.Content.Buttons) > 0 {
				assert.Equal(t, app.DefaultAskMoreText, m.Content.Text)
				assert.Equal(t, []string{"Yes", "No"}, []string{m.Content.Buttons[0].Title, m.Content.Buttons[1].Title})
			} else {
				assert.Equal(t, app.DefaultAskMoreText+"\n\nYes / No", m.Content.Text)
			}
			if name == "meta" {
				assert.Len(t, m.Content.Buttons, 2)
			}

			o.clock.pass(time.Minute)
			o.take(c, provider.text("2", "yes", o.clock.Now()))
			assert.Len(t, o.forwardings(c), 2, "who needs more help writes to the agent")
			o.answer(c, "msg_answer_2")
			o.clock.pass(10 * time.Minute)
			o.step()
			o.clock.pass(5 * time.Minute)
			o.step()
			require.Len(t, o.sent(c), 3)
			o.clock.pass(time.Minute)
			o.take(c, provider.text("3", "End chat", o.clock.Now()))
			sent = o.sent(c)
			require.Len(t, sent, 4)
			assert.Equal(t, app.DefaultClosingText, sent[3].Content.Text)
			assert.Empty(t, sent[3].Content.Buttons)
			assert.Len(t, o.forwardings(c), 2, "the answer that ends it is ours")
			assert.True(t, o.person(c, rina).SessionDue.IsZero())
			o.clock.pass(48 * time.Hour)
			o.step()
			assert.Len(t, o.sent(c), 4)
			o.take(c, provider.text("4", "halo lagi", o.clock.Now()))
			assert.False(t, o.person(c, rina).SessionDue.IsZero(), "a new one")
		})
	}
}

// A step that moves away is looked at when it was due before, and taken when it is due.
func TestASessionIsLookedAtEarly(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", o.clock.Now()))
	o.answer(c, "msg_a")
	due := monday.Add(10 * time.Minute)
	require.Equal(t, due, o.person(c, rina).SessionDue)
	o.clock.pass(4 * time.Minute)
	o.take(c, metaText("2", "dan satu lagi", o.clock.Now()))
	require.Equal(t, due, o.person(c, rina).SessionDue, "we owe an answer, for a day")
	o.answer(c, "msg_b") // the step is four minutes later than before
	require.Equal(t, due, o.person(c, rina).SessionDue)
	o.clock.pass(6 * time.Minute)
	o.step()
	require.Empty(t, o.sent(c), "it is not due")
	require.Equal(t, due.Add(4*time.Minute), o.person(c, rina).SessionDue)
	o.clock.pass(4*time.Minute - time.Second)
	o.step()
	require.Empty(t, o.sent(c))
	o.clock.pass(time.Second)
	o.step()
	require.Len(t, o.sent(c), 1)
}

func TestATappedButtonEndsTheSession(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", o.clock.Now()))
	o.answer(c, "msg_a")
	o.clock.pass(10 * time.Minute)
	o.step()
	question := o.sent(c)[0]
	o.clock.pass(time.Minute)
	tap := metaTap("2", question.Content.Buttons[1].ID, "No", o.clock.Now())
	o.take(c, tap)
	o.take(c, tap)
	require.Len(t, o.sent(c), 2)
	assert.Equal(t, app.DefaultClosingText, o.sent(c)[1].Content.Text)
	assert.Len(t, o.forwardings(c), 1)
}

func TestTheAgentAnswersInTheProvidersOwnInbox(t *testing.T) {
	o := newOffice(t)
	c := o.qontak("Toko", roomChannel)
	o.take(c, qontakText("1", roomChannel, "halo", monday))
	o.clock.pass(time.Minute)
	o.take(c, qontakAgent("0", roomChannel, "written before", monday.Add(-time.Minute)))
	assert.True(t, o.person(c, rina).SessionDue.Equal(monday.Add(24*time.Hour)), "that did not answer it")
	o.take(c, qontakAgent("2", roomChannel, "halo juga", monday.Add(time.Second)))
	assert.True(t, o.person(c, rina).SessionDue.Equal(monday.Add(10*time.Minute)))
	assert.Len(t, o.forwardings(c), 1, "echoes are not forwarded")
	assert.True(t, o.person(c, rina).LastInboundAt.Equal(monday))
}

func TestReactionsAndStatesAreNoMessages(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaMessages(metaMessage("1", monday, `"type":"reaction","reaction":{"message_id":"wamid.x","emoji":"x"}`)))
	o.take(c, metaStates(metaState("wamid.x", "read", monday)))
	o.view(func(tx app.Tx) error {
		_, err := tx.GetPerson(c.ID, rina)
		assert.Equal(t, app.CodeNotFound, app.ErrorCode(err))
		return nil
	})
	assert.Empty(t, o.forwardings(c))
}

func TestARefusedQuestionEndsTheSession(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", monday))
	o.answer(c, "msg_a")
	o.clock.pass(10 * time.Minute)
	o.step()
	q := o.sent(c)[0]
	o.update(func(tx app.Tx) error {
		if _, err := tx.ClaimMessages(o.clock.Now(), 1, nil); err != nil {
			return err
		}
		return tx.EndAttempt(app.AttemptEnd{Message: q.ID, At: o.clock.Now(), Outcome: app.AttemptAccepted, ProviderID: "wamid.q"})
	})
	o.take(c, metaStates(metaState("wamid.q", "failed", o.clock.Now())))
	assert.True(t, o.person(c, rina).SessionDue.IsZero())
	o.clock.pass(time.Hour)
	o.step()
	assert.Len(t, o.sent(c), 1)
}

func TestAnAnswerOfWhichNobodyKnewComesToLight(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", monday))
	o.clock.pass(time.Minute)
	o.update(func(tx app.Tx) error {
		if _, err := tx.AddMessage(app.Message{
			Mark: "msg_open", ChannelID: c.ID, AgentID: c.AgentID, Environment: c.Environment, To: rina, Content: app.Content{Text: "Halo"},
			Source: app.SourceAPI, Status: app.MessageQueued, CreatedAt: monday, DueAt: monday,
		}); err != nil {
			return err
		}
		m, err := tx.ClaimMessages(o.clock.Now(), 1, nil)
		if err != nil {
			return err
		}
		return tx.EndAttempt(app.AttemptEnd{Message: m[0].ID, At: o.clock.Now(), Outcome: app.AttemptOpen})
	})
	o.take(c, strings.Replace(metaStates(metaState("wamid.open", "sent", o.clock.Now())), `"status"`, `"biz_opaque_callback_data":"msg_open","status"`, 1))
	assert.Equal(t, app.MessageSent, o.status("msg_open").Status)
	assert.True(t, o.person(c, rina).SessionDue.Equal(monday.Add(10*time.Minute)))
}

func TestALostSessionBeginsAnew(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", monday))
	p := o.person(c, rina)
	p.Session = []byte(`{"v":99}`)
	o.update(func(tx app.Tx) error { return tx.SavePerson(p) })
	o.take(c, metaText("2", "halo", monday))
	assert.Equal(t, app.ArrivalApplied, o.last(c).State)
	assert.Len(t, o.forwardings(c), 2)
}

// TestTheRunner lets the clock itself go on: it wakes for what is due, once, and
// takes changed settings.
func TestTheRunner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := fresh(t, t.TempDir())
		o := &office{t: t, db: db, bus: &app.Bus{}, forward: &forwarded{}, signs: &signs{}, clock: &clock{}}
		o.open(app.SystemClock)
		c := o.meta()
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() { o.RunSessions(ctx); close(done) }()
		start := app.SystemClock.Now()
		o.clock.at = start
		o.take(c, metaText("1", "halo", start))
		o.answer(c, "msg_a")

		time.Sleep(10*time.Minute - time.Second)
		synctest.Wait()
		assert.Empty(t, o.sent(c))
		time.Sleep(time.Second)
		synctest.Wait()
		require.Len(t, o.sent(c), 1)
		assert.True(t, o.sent(c)[0].CreatedAt.Equal(start.Add(10*time.Minute)))

		s := app.DefaultSession()
		s.AskUserToEnd, s.EndConfirmationAfter = true, time.Minute
		v, err := o.channels.Get(o.ctx, c.AgentID, app.Published)
		require.NoError(t, err)
		require.NoError(t, o.channels.Save(o.ctx, c.AgentID, app.Published, channel.Edits{Session: &s, BaseVersion: v.Channel.Version}, ""))
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Len(t, o.sent(c), 2, "the shorter wait counts at once")
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Len(t, o.sent(c), 3)
		assert.Equal(t, app.DefaultClosingText, o.sent(c)[2].Content.Text)
		time.Sleep(72 * time.Hour)
		synctest.Wait()
		require.Len(t, o.sent(c), 3)
		lines := 0
		o.view(func(tx app.Tx) error {
			all, err := tx.ListActivity(c.AgentID, 50)
			for _, l := range all {
				if strings.Contains(l.Text.String(), "running session") {
					lines++
				}
			}
			return err
		})
		assert.Equal(t, 1, lines, "recorded")
		stop()
		<-done
		o.Wait()
		require.NoError(t, db.Close())
	})
}

// TestAStepThatFailsHoldsBackOneCustomer lets one customer's step panic.
func TestAStepThatFailsHoldsBackOneCustomer(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	const budi = "+6281255507002"
	o.take(c, metaText("1", "halo", monday))
	o.take(c, strings.ReplaceAll(metaText("2", "halo", monday), "6281255507001", "6281255507002"))
	o.answer(c, "msg_a")
	o.update(func(tx app.Tx) error {
		return o.Answered(tx, app.Message{ChannelID: c.ID, AgentID: c.AgentID, Environment: c.Environment, To: budi, Source: app.SourceAPI}, o.clock.Now())
	})
	box := &outbox{refuse: budi}
	o.Service = inbox.New(inbox.Params{
		Store: o.db, Channels: live(o.channels), Protocols: o.channels.Protocols, Guard: o.guard, Bus: o.bus, Clock: o.clock, Log: o.channels.Log, Outbox: box,
	})
	o.clock.pass(10 * time.Minute)
	o.step()
	require.Len(t, o.sent(c), 1)
	assert.Equal(t, rina, o.sent(c)[0].To)
	assert.Equal(t, int64(1), box.woken.Load())
	assert.True(t, o.person(c, budi).SessionDue.Equal(o.clock.Now().Add(15*time.Minute)))
	box.refuse = ""
	o.clock.pass(15 * time.Minute)
	o.step()
	assert.Len(t, o.sent(c), 3, "one step each")
}

type outbox struct {
	refuse string
	woken  atomic.Int64
}

func (b *outbox) AddIn(tx app.Tx, _ app.Channel, m app.Message) error {
	if m.To == b.refuse {
		panic("a mistake")
	}
	_, err := tx.AddMessage(m)
	return err
}

func (b *outbox) Wake() { b.woken.Add(1) }
