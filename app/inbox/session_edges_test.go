package inbox_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/session"
)

// The edge cases of sessions by name, with webhooks, a real database and a fake
// clock.

// begun is a chat in which the customer wrote and the agent answered.
func begun(t *testing.T) (*office, app.Channel) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", o.clock.Now()))
	o.answer(c, "msg_a")
	return o, c
}

// after lets time pass and takes what is due.
func (o *office) after(d time.Duration) {
	o.t.Helper()
	o.clock.pass(d)
	o.step()
}

// said are the first words of what sessions sent so far.
func (o *office) said(c app.Channel) (said []string) {
	o.t.Helper()
	for _, m := range o.sent(c) {
		for _, text := range []string{app.DefaultAskMoreText, app.DefaultEndText, app.DefaultClosingText} {
			if strings.HasPrefix(m.Content.Text, text) {
				said = append(said, text)
			}
		}
	}
	return said
}

// session is where the customer's session stands.
func (o *office) session(c app.Channel) (s session.State) {
	o.t.Helper()
	require.NoError(o.t, json.Unmarshal(o.person(c, rina).Session, &s))
	return s
}

var (
	oneQuestion  = []string{app.DefaultAskMoreText}
	twoQuestions = []string{app.DefaultAskMoreText, app.DefaultEndText}
	untilTheEnd  = []string{app.DefaultAskMoreText, app.DefaultEndText, app.DefaultClosingText}
)

func TestEdgeAnswerBetweenSteps(t *testing.T) {
	o, c := begun(t)
	o.after(10 * time.Minute)
	o.clock.pass(2 * time.Minute)
	o.take(c, metaText("2", "satu lagi", o.clock.Now()))
	o.after(time.Hour)
	assert.Equal(t, oneQuestion, o.said(c), "the second question is not asked: we owe an answer")
	o.answer(c, "msg_b")
	o.after(time.Minute)
	assert.Equal(t, []string{app.DefaultAskMoreText, app.DefaultAskMoreText}, o.said(c))
	assert.Equal(t, int64(1), o.session(c).Number, "the same session goes on")
	assert.Len(t, o.forwardings(c), 2)
}

func TestEdgeLateAnswerStartsANewSession(t *testing.T) {
	o, c := begun(t)
	o.after(10 * time.Minute)
	o.after(5 * time.Minute)
	button := o.sent(c)[1].Content.Buttons[0]
	o.after(5 * time.Minute)
	require.Equal(t, untilTheEnd, o.said(c))
	o.clock.pass(time.Hour)
	o.take(c, metaTap("2", button.ID, button.Title, o.clock.Now()))
	assert.Equal(t, untilTheEnd, o.said(c), "no second closing text")
	assert.Equal(t, int64(2), o.session(c).Number)
	assert.Len(t, o.forwardings(c), 2, "the agent gets it")
}

func TestEdgeWeOweAnAnswer(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", o.clock.Now()))
	for range 23 {
		o.after(time.Hour)
	}
	assert.Empty(t, o.said(c))
	o.after(time.Hour)
	assert.Empty(t, o.said(c))
	assert.Equal(t, session.ReasonUnanswered, o.session(c).Reason)
	o.answer(c, "msg_late")
	o.after(time.Hour)
	assert.Empty(t, o.said(c), "our answer starts no session")
}

func TestEdgeWindowClosesBeforeTheSecondStep(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", o.clock.Now()))
	o.after(23*time.Hour + 48*time.Minute)
	o.answer(c, "msg_late")
	o.after(time.Minute)
	require.Equal(t, oneQuestion, o.said(c))
	assert.True(t, o.sent(c)[0].BestBefore.Equal(monday.Add(24*time.Hour)), "nor later from the queue")
	o.after(5 * time.Minute)
	assert.Equal(t, oneQuestion, o.said(c))
	assert.Equal(t, session.ReasonTooLate, o.session(c).Reason)
	o.after(time.Hour)
	assert.Equal(t, oneQuestion, o.said(c))
}

func TestEdgeRestartAndSleepAcrossTimers(t *testing.T) {
	dir := t.TempDir()
	o := newOfficeOn(t, fresh(t, dir))
	c := o.meta()
	o.take(c, metaText("1", "halo", o.clock.Now()))
	o.answer(c, "msg_a")
	restart := func() {
		o.Wait()
		require.NoError(t, o.db.(interface{ Close() error }).Close())
		o.db = fresh(t, dir)
		o.open(o.clock)
	}
	for i, want := range [][]string{oneQuestion, twoQuestions, untilTheEnd} {
		restart()
		o.after(2 * time.Hour)
		assert.Equal(t, want, o.said(c), i)
		restart()
		o.step()
		assert.Equal(t, want, o.said(c), "a start alone takes no step")
	}
	restart()
	o.after(48 * time.Hour)
	assert.Equal(t, untilTheEnd, o.said(c))
	o.Wait()
	require.NoError(t, o.db.(interface{ Close() error }).Close())
}

func TestEdgeSettingsChangeWhileRunning(t *testing.T) {
	o, c := begun(t)
	change := func(fn func(*app.SessionSettings)) {
		s := o.channel(c.AgentID).Session
		fn(&s)
		base := o.channel(c.AgentID).Version
		require.NoError(t, o.channels.Save(o.ctx, c.AgentID, app.Published, channel.Edits{Session: &s, BaseVersion: base}, ""))
	}
	o.after(10 * time.Minute)
	change(func(s *app.SessionSettings) {
		s.EndConfirmationAfter, s.EndConfirmationText = time.Hour, "Sudah selesai?"
	})
	o.after(59 * time.Minute)
	require.Len(t, o.sent(c), 1, "the longer wait counts for the next step")
	o.after(time.Minute)
	require.Len(t, o.sent(c), 2)
	assert.Equal(t, "Sudah selesai?", o.sent(c)[1].Content.Text)
	change(func(s *app.SessionSettings) { s.AskUserToEnd = false })
	o.after(24 * time.Hour)
	assert.Len(t, o.sent(c), 2, "switched off")
	assert.Equal(t, session.ReasonWindow, o.session(c).Reason)
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
	assert.Equal(t, 2, lines, "both are recorded")
}

// wants is what Meta tells when a customer stops or resumes marketing messages.
func wants(value string, at time.Time) string {
	return metaPost("user_preferences", `{`+metaData+`,"user_preferences":[{"wa_id":"6281255507001","category":"marketing_messages","value":"`+value+
		`","timestamp":`+strconv.FormatInt(at.Unix(), 10)+`}]}`)
}

func TestEdgeOptedOutPersonIsAskedNothing(t *testing.T) {
	o, c := begun(t)
	o.after(10 * time.Minute)
	o.clock.pass(time.Minute)
	o.take(c, wants("stop", o.clock.Now()))
	assert.Equal(t, session.ReasonOptedOut, o.session(c).Reason)
	o.after(time.Hour)
	assert.Equal(t, oneQuestion, o.said(c))
	o.take(c, metaText("2", "halo lagi", o.clock.Now()))
	o.answer(c, "msg_b")
	o.after(time.Hour)
	assert.Equal(t, oneQuestion, o.said(c), "nor in a new session")
	assert.Len(t, o.forwardings(c), 2, "but the agent gets what they write")
	o.take(c, wants("resume", o.clock.Now()))
	o.step()
	assert.Equal(t, []string{app.DefaultAskMoreText, app.DefaultAskMoreText}, o.said(c), "until they want it again")
}

func TestEdgeOptedOutBeforeTheFirstMessage(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, wants("stop", o.clock.Now()))
	o.take(c, metaText("1", "halo", o.clock.Now()))
	o.answer(c, "msg_a")
	o.after(time.Hour)
	assert.Empty(t, o.said(c))
	assert.Len(t, o.forwardings(c), 1)
}

// A member puts a customer on the list of those who get no messages, and takes them
// off it, while a session runs: its next step goes by that.
func TestEdgeMemberOptsSomebodyOut(t *testing.T) {
	o, c := begun(t)
	list := func(at time.Time) {
		o.update(func(tx app.Tx) error {
			p, err := tx.GetPerson(c.ID, rina)
			if err != nil {
				return err
			}
			p.OptedOutAt = at
			return tx.SavePerson(p)
		})
	}
	list(o.clock.Now())
	for range 8 {
		o.after(time.Hour)
	}
	assert.Empty(t, o.said(c), "nothing is asked")

	list(time.Time{})
	o.take(c, metaText("2", "halo lagi", o.clock.Now()))
	o.answer(c, "msg_b")
	o.after(11 * time.Minute)
	assert.Equal(t, oneQuestion, o.said(c), "who is off the list is asked again")
}

func TestEdgeClosingTextNeverReopens(t *testing.T) {
	o, c := begun(t)
	o.after(10 * time.Minute)
	no := o.sent(c)[0].Content.Buttons[1]
	o.clock.pass(time.Minute)
	o.take(c, metaTap("2", no.ID, no.Title, o.clock.Now()))
	closing := o.sent(c)[1]
	require.Equal(t, app.DefaultClosingText, closing.Content.Text)
	o.update(func(tx app.Tx) error {
		for range 2 {
			if _, err := tx.ClaimMessages(o.clock.Now(), 1, nil); err != nil {
				return err
			}
		}
		return tx.EndAttempt(app.AttemptEnd{Message: closing.ID, At: o.clock.Now(), Outcome: app.AttemptAccepted, ProviderID: "wamid.bye"})
	})
	for _, state := range []string{"sent", "delivered", "read", "failed"} {
		o.take(c, metaStates(metaState("wamid.bye", state, o.clock.Now())))
	}
	o.take(c, metaMessages(metaMessage("3", o.clock.Now(), `"type":"reaction","reaction":{"message_id":"wamid.bye","emoji":"x"}`)))
	o.answer(c, "msg_after")
	o.after(48 * time.Hour)
	assert.Len(t, o.sent(c), 2)
	assert.True(t, o.person(c, rina).SessionDue.IsZero())
	assert.Equal(t, session.ReasonNoMoreHelp, o.session(c).Reason)
	assert.Equal(t, int64(1), o.session(c).Number)
}

func TestEdgeOneStepAtMostAfterSleep(t *testing.T) {
	o, c := begun(t)
	o.clock.pass(3 * time.Hour)
	for range 5 {
		o.step()
	}
	assert.Equal(t, oneQuestion, o.said(c))
	o.after(4*time.Minute + 59*time.Second)
	assert.Equal(t, oneQuestion, o.said(c), "the next wait counts from the step that was late")
	o.after(time.Second)
	assert.Equal(t, twoQuestions, o.said(c))
	o.clock.pass(30 * time.Hour)
	for range 5 {
		o.step()
	}
	assert.Equal(t, twoQuestions, o.said(c), "the window closed meanwhile")
	assert.Equal(t, session.ReasonWindow, o.session(c).Reason)
}
