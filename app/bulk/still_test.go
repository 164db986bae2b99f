package bulk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// planned is a bulk send that begins in an hour.
func (o *office) planned() app.BulkSend {
	order := o.order(30)
	order.DueAt = time.Now().Add(time.Hour)
	return o.prepare(order)
}

// change changes the template as somebody does between planning and sending.
func (o *office) change(how func(t *app.Template)) {
	how(&o.tpl)
	o.rows.Update(func(tx app.Tx) error { _, err := tx.SaveTemplate(o.tpl); return err })
}

// A template that was changed from here after planning is read again by somebody
// before it is sent; going on begins at once.
func TestAChangedTemplateWaitsForSomebody(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		order := o.order(30)
		order.DueAt, order.Trial = time.Now().Add(time.Hour), 5
		o.change(func(tpl *app.Template) { tpl.EditedAt = []time.Time{time.Now().Add(-time.Hour)} })
		b := o.prepare(order)
		o.run()
		pass(time.Minute)
		o.change(func(tpl *app.Template) {
			tpl.EditedAt, tpl.Design.Body = append(tpl.EditedAt, time.Now()), "Dear {{1}}, you owe {{2}} now."
		})
		b, n := o.after(time.Hour, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Equal(t, "The template installment_reminder was changed after this was planned. Read its text, and go on if it is still right.", b.Why.String())
		require.Equal(t, app.BulkCounts{Held: 30}, n)
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, n = o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkDone, b.Status)
		require.Equal(t, app.BulkCounts{Delivered: 30}, n)
	})
}

// What would be sent with too few or too many values is not sent at all, neither at
// the beginning nor when somebody goes on.
func TestATemplateWithOtherVariablesSendsNothing(t *testing.T) {
	for name, how := range map[string]func(d *app.TemplateDesign){
		"one more":  func(d *app.TemplateDesign) { d.Body = "Dear {{1}}, pay {{2}} by {{3}} please." },
		"one less":  func(d *app.TemplateDesign) { d.Body = "Dear {{1}}, pay soon please." },
		"names":     func(d *app.TemplateDesign) { d.Named, d.Body = true, "Dear {{who}}, pay {{what}} please." },
		"a heading": func(d *app.TemplateDesign) { d.Header = &app.HeaderDesign{Kind: app.HeaderImage, Handle: "4::x"} },
		"a button": func(d *app.TemplateDesign) {
			d.Buttons = []app.ButtonDesign{{Kind: app.ButtonURL, Text: "Pay", URL: "https://a.example/{{1}}", Sample: "https://a.example/1"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				b := o.planned()
				o.change(func(tpl *app.Template) { how(&tpl.Design) })
				o.run()
				b, _ = o.after(2*time.Hour, b.ID)
				require.Equal(t, app.BulkStopped, b.Status)
				require.Contains(t, b.Why.String(), "other variables than when this was planned")
				require.NoError(t, o.ResumeAnyway(t.Context(), b.ID))
				b, n := o.after(time.Minute, b.ID)
				require.Equal(t, app.BulkStopped, b.Status)
				require.Equal(t, app.BulkCounts{Held: 30}, n)
			})
		})
	}
}

// A template that changes while a bulk send is paused is looked at again as well.
func TestOtherVariablesWhilePaused(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		order := o.order(100)
		order.Pace = 10
		b := o.prepare(order)
		o.run()
		pass(2 * time.Second)
		require.NoError(t, o.Pause(t.Context(), b.ID))
		pass(time.Second)
		o.change(func(tpl *app.Template) { tpl.Design.Body = "Dear {{1}}, pay soon please." })
		sent := len(o.queue.sent)
		require.NoError(t, o.Resume(t.Context(), b.ID))
		b, _ = o.after(time.Minute, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Len(t, o.queue.sent, sent)
	})
}

// Messages that were made for another protocol are not sent.
func TestAnotherProtocolSendsNothing(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		b := o.planned()
		o.rows.Update(func(tx app.Tx) error {
			c, err := tx.GetChannel(o.agent.ID, app.Published)
			if err != nil {
				return err
			}
			c.Protocol, c.UpdatedAt = "qontak", time.Now().Add(time.Minute)
			return tx.UpdateChannel(c)
		})
		o.run()
		b, n := o.after(2*time.Hour, b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Contains(t, b.Why.String(), "another protocol than when this was planned")
		require.Equal(t, app.BulkCounts{Held: 30}, n)
		_, err := o.Cancel(t.Context(), b.ID, nil)
		require.NoError(t, err)
	})
}

// People who opt out between planning and sending are no failures that stop it,
// among the first few or later.
func TestOptingOutIsNoFailure(t *testing.T) {
	for name, trial := range map[string]int{"no trial": 0, "among the first few": 5} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				o.queue.code = string(app.CodeOptedOut)
				o.queue.state = but(app.MessageFailed, func(n int) bool { return n < 100 && n%3 != 0 })
				order := o.order(400)
				order.Pace, order.Trial = 20, trial
				b := o.prepare(order)
				o.run()
				b, n := o.after(time.Minute, b.ID)
				require.Equal(t, app.BulkDone, b.Status, b.Why.String())
				require.Equal(t, app.BulkCounts{Delivered: 335, Failed: 65}, n)
			})
		})
	}
}

// Failures that a webhook tells some time later stop it as well, when the latest
// messages are far ahead of them.
func TestLateFailuresStopIt(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.queue.state = func(app.Message) app.MessageStatus { return app.MessageAccepted }
		order := o.order(1500)
		order.Pace, order.FailSpan = 50, 100
		b := o.prepare(order)
		o.run()
		told := 0
		for range 30 {
			pass(time.Second)
			for _, m := range o.queue.sent[told:max(told, len(o.queue.sent)-300)] {
				status := app.MessageDelivered
				if m.BulkRow%5 == 0 {
					status = app.MessageFailed
				}
				o.rows.Update(func(tx app.Tx) error {
					_, err := tx.ApplyState(m.ChannelID, app.StateUpdate{ProviderID: "wamid." + m.Mark, Status: status, At: time.Now(), Code: "131026"})
					return err
				})
				told++
			}
		}
		b, n := o.get(b.ID)
		require.Equal(t, app.BulkStopped, b.Status)
		require.Contains(t, b.Why.String(), "That is more than 5%")
		require.Less(t, n.Failed, 100)
	})
}
