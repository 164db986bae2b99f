package notify_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
)

func (o *office) template() notify.NewMessage {
	return notify.NewMessage{
		Agent: o.agent.ID, Environment: app.Published, To: "0812-5550-1423", Source: app.SourceWindow,
		Content: app.Content{Template: &app.TemplateMessage{Name: "hello", Language: "id", Body: []string{"Budi"}}},
	}
}

func (o *office) text() notify.NewMessage {
	n := o.template()
	n.Content = app.Content{Text: "Hello"}
	return n
}

func (o *office) save(p app.Person) {
	p.ChannelID = o.channel.ID
	o.rows.Update(func(tx app.Tx) error { return tx.SavePerson(p) })
}

func TestAcceptKeepsTheMessage(t *testing.T) {
	o := newOffice(t)
	n := o.template()
	n.Name = " Budi\n Santoso "
	m, err := o.Accept(t.Context(), n)
	require.NoError(t, err)
	assert.Regexp(t, `^msg_[0-9a-hjkmnp-tv-z]{26}$`, m.Mark)
	assert.Equal(t, []any{"+6281255501423", "Budi Santoso", app.MessageQueued}, []any{m.To, m.Name, m.Status})
	assert.Equal(t, m, o.find(m.Mark), "as it is stored")
	o.rows.View(func(tx app.Tx) error {
		lines, err := tx.ListActivity(o.agent.ID, 1)
		require.Len(t, lines, 1)
		assert.Equal(t, []string{app.ActMessageSent, "Sari", "Sent template hello to +62 812-5550-1423", m.Mark},
			[]string{lines[0].Kind, lines[0].By, lines[0].Text.String(), lines[0].After})
		return err
	})
	assert.Equal(t, []app.Permission{app.MaySend}, o.guard.asked)

	o.guard.no = true
	_, err = o.Accept(t.Context(), n)
	assert.Equal(t, app.CodeForbidden, app.ErrorCode(err))
	assert.Equal(t, app.CodeForbidden, app.ErrorCode(o.Check(t.Context(), n)))
}

func TestMarksAreOrderedAndDiffer(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		seen, last := map[string]bool{}, ""
		for range 50 {
			m, err := o.Accept(t.Context(), o.template())
			require.NoError(t, err)
			require.False(t, seen[m.Mark])
			require.Greater(t, m.Mark, last)
			seen[m.Mark], last = true, m.Mark
			time.Sleep(time.Millisecond)
		}
	})
}

func TestAKeyNeedsNoMember(t *testing.T) {
	o := newOffice(t)
	o.guard.no = true
	key := app.APIKey{AgentID: o.agent.ID, Environment: app.Published, Name: "K", Hash: "h", CreatedAt: time.Now()}
	foreign := app.APIKey{AgentID: o.rows.Agent("").ID, Environment: app.Published, Name: "F", Hash: "f", CreatedAt: time.Now()}
	o.rows.Update(func(tx app.Tx) (err error) {
		if key.ID, err = tx.AddKey(key); err != nil {
			return err
		}
		foreign.ID, err = tx.AddKey(foreign)
		return err
	})
	n := o.template()
	n.Source, n.Key = app.SourceAPI, key.ID
	m, err := o.Accept(t.Context(), n)
	require.NoError(t, err)
	assert.Equal(t, key.ID, m.KeyID)
	n.Key = foreign.ID
	_, err = o.Accept(t.Context(), n)
	assert.Equal(t, app.CodeForbidden, app.ErrorCode(err))

}

func TestTextsNeedAnOpenWindow(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		code := func(n notify.NewMessage) app.Code { return app.ErrorCode(o.Check(t.Context(), n)) }
		assert.Equal(t, notify.CodeWindowClosed, code(o.text()), "never wrote")
		wrote := time.Now()
		p := app.Person{Key: "+6281255501423", Number: "+6281255501423", Room: "room-7", LastInboundAt: wrote}
		o.save(p)
		time.Sleep(24*time.Hour - time.Second)
		m, err := o.Accept(t.Context(), o.text())
		require.NoError(t, err)
		assert.Equal(t, "room-7", m.Room)
		assert.True(t, m.BestBefore.Equal(wrote.Add(24*time.Hour)))
		later := o.text()
		later.DueAt = time.Now().Add(time.Minute)
		assert.Equal(t, notify.CodeWindowClosed, code(later), "due after the window")
		time.Sleep(time.Second)
		err = o.Check(t.Context(), o.text())
		assert.Equal(t, notify.CodeWindowClosed, app.ErrorCode(err))
		assert.Contains(t, err.Error(), "Send a template instead.")
		assert.Empty(t, code(o.template()))

		p.OptedOutAt = time.Now()
		o.save(p)
		assert.Equal(t, notify.CodeOptedOut, code(o.template()))
		assert.Equal(t, notify.CodeOptedOut, code(o.text()))
		p.LastInboundAt = time.Now().Add(time.Second)
		o.save(p)
		assert.Equal(t, notify.CodeOptedOut, code(o.template()))
		assert.Empty(t, code(o.text()), "who writes again may be answered")
	})
}

func TestPersonWithoutNumber(t *testing.T) {
	o := newOffice(t)
	o.save(app.Person{Key: "ID.1029", LastInboundAt: time.Now()})
	n := o.text()
	n.To = "ID.1029"
	m, err := o.Accept(t.Context(), n)
	require.NoError(t, err)
	assert.Equal(t, []string{"", "ID.1029"}, []string{m.To, m.Room})
	n.To = "ID.1030"
	assert.Equal(t, "to", app.AsError(o.Check(t.Context(), n)).Field)
}

func TestWhatCannotBeSent(t *testing.T) {
	o := newOffice(t)
	o.save(app.Person{Key: "+6281255501423", LastInboundAt: time.Now()})
	long := strings.Repeat("é", 4097)
	for name, c := range map[string]struct {
		field  string
		change func(*notify.NewMessage)
	}{
		"number":      {"to", func(n *notify.NewMessage) { n.To = "12" }},
		"no content":  {"text", func(n *notify.NewMessage) { n.Content = app.Content{} }},
		"both":        {"text", func(n *notify.NewMessage) { n.Content.Text = "x" }},
		"no name":     {"template", func(n *notify.NewMessage) { n.Content.Template.Name = "" }},
		"no language": {"language", func(n *notify.NewMessage) { n.Content.Template.Language = "" }},
		"empty value": {"values", func(n *notify.NewMessage) { n.Content.Template.Body = []string{" "} }},
		"line break":  {"values", func(n *notify.NewMessage) { n.Content.Template.Body = []string{"a\nb"} }},
		"blanks":      {"values", func(n *notify.NewMessage) { n.Content.Template.Body = []string{"a     b"} }},
		"long values": {"values", func(n *notify.NewMessage) { n.Content.Template.Body = []string{long[:1000], long[:1200]} }},
		"many values": {"values", func(n *notify.NewMessage) { n.Content.Template.Body = make([]string, 300) }},
		"header kind": {"header", func(n *notify.NewMessage) { n.Content.Template.Header = &app.TemplateHeader{Kind: "sound"} }},
		"header link": {"header", func(n *notify.NewMessage) {
			n.Content.Template.Header = &app.TemplateHeader{Kind: "image", Link: "http://a.example/x.png"}
		}},
		"header text": {"header", func(n *notify.NewMessage) { n.Content.Template.Header = &app.TemplateHeader{Kind: "text"} }},
		"button kind": {"buttons", func(n *notify.NewMessage) { n.Content.Template.Buttons = []app.TemplateButton{{Kind: "x", Value: "1"}} }},
		"button twice": {"buttons", func(n *notify.NewMessage) {
			n.Content.Template.Buttons = []app.TemplateButton{{Kind: "url", Value: "1"}, {Kind: "url", Value: "2"}}
		}},
		"long text":   {"text", func(n *notify.NewMessage) { n.Content = app.Content{Text: long} }},
		"broken text": {"text", func(n *notify.NewMessage) { n.Content = app.Content{Text: "a\xff"} }},
		"no title":    {"buttons", func(n *notify.NewMessage) { n.Content = app.Content{Text: "x", Buttons: []app.ReplyButton{{ID: "1"}}} }},
		"title": {"buttons", func(n *notify.NewMessage) {
			n.Content = app.Content{Text: "x", Buttons: []app.ReplyButton{{ID: "1", Title: long[:42]}}}
		}},
		"titles": {"buttons", func(n *notify.NewMessage) {
			n.Content = app.Content{Text: "x", Buttons: []app.ReplyButton{{ID: "1", Title: "a"}, {ID: "2", Title: "a"}}}
		}},
		"far ahead":     {"due_at", func(n *notify.NewMessage) { n.DueAt = time.Now().Add(400 * 24 * time.Hour) }},
		"late already":  {"best_before", func(n *notify.NewMessage) { n.BestBefore = time.Now().Add(-time.Second) }},
		"name too long": {"name", func(n *notify.NewMessage) { n.Name = long }},
	} {
		n := o.template()
		c.change(&n)
		err := o.Check(t.Context(), n)
		require.Error(t, err, name)
		assert.Equal(t, c.field, app.AsError(err).Field, name)
		_, err = o.Accept(t.Context(), n)
		require.Error(t, err, name)
	}
	assert.Empty(t, o.all())
	o.fake.needs = app.NewError(app.CodeIncomplete, app.Say("No token.")).WithField("access_token")
	assert.Equal(t, "access_token", app.AsError(o.Check(t.Context(), o.template())).Field)
	n := o.template()
	n.Environment = app.Draft
	assert.Equal(t, app.CodeLocked, app.ErrorCode(o.Check(t.Context(), n)))
}

func TestSessionMessagesEnterWithTheirSession(t *testing.T) {
	o := newOffice(t)
	o.save(app.Person{Key: "+6281255501423", Room: "room-7"})
	m := app.Message{Mark: "s-1-ask", To: "+6281255501423", Content: app.Content{Text: "Still there?"}, Source: app.SourceSession}
	o.rows.Update(func(tx app.Tx) error { return o.AddIn(tx, o.channel, m) })
	got := o.find("s-1-ask")
	assert.Equal(t, []any{"room-7", app.MessageQueued, o.agent.ID}, []any{got.Room, got.Status, got.AgentID})
	err := o.db.Update(t.Context(), func(tx app.Tx) error { return o.AddIn(tx, o.channel, m) })
	assert.Equal(t, app.CodeConflict, app.ErrorCode(err), "once")
}

// listener is the part of the inbox that hears of answers.
type listener struct {
	heard []string
	fail  bool
}

func (l *listener) Answered(tx app.Tx, m app.Message, _ time.Time) error {
	l.heard = append(l.heard, "answered "+m.Mark)
	if l.fail {
		return errors.New("broken")
	}
	return tx.SetSetting("answered", m.Mark)
}

func (l *listener) Refused(_ app.Tx, m app.Message, _ time.Time) error {
	l.heard = append(l.heard, "refused "+m.Mark)
	return nil
}

func TestSessionHearsOfAnswers(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		l := &listener{}
		o.params.Answers = l
		o.use(o.params)
		o.fake.set(func(_ context.Context, m protocol.Outgoing, _ int) (protocol.Sent, error) {
			if m.ID == "m-3" || m.ID == "m-4" {
				return protocol.Sent{}, refused()
			}
			return protocol.Sent{}, nil
		})
		o.add(0, 5, func(i int, m *app.Message) {
			m.To = "+628115550188" // in their order
			m.Content = app.Content{Text: "x"}
			switch i {
			case 1:
				m.Content = app.Content{Template: &app.TemplateMessage{Name: "a", Language: "id"}}
			case 2, 3:
				m.Source = app.SourceSession
			}
		})
		stop := o.run()
		pass(time.Minute)
		assert.Equal(t, []string{"answered m-0", "refused m-3"}, l.heard)
		l.fail = true
		o.add(10, 1, func(_ int, m *app.Message) { m.Content = app.Content{Text: "x"} })
		pass(time.Minute)
		assert.Equal(t, app.MessageAccepted, o.find("m-10").Status, "what fails there does not hide that it was sent")
		stop()
	})
}

func TestAPersonEndsTheDoubt(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.fake.set(failing(1, open))
		o.add(0, 2, nil)
		o.add(2, 1, func(_ int, m *app.Message) { m.BestBefore = time.Now().Add(time.Minute) })
		stop := o.run()
		pass(10 * time.Minute)
		require.Equal(t, map[app.MessageStatus]int{app.MessageUnknown: 3}, o.count())
		ctx := t.Context()
		require.NoError(t, o.Resolve(ctx, "m-0", false))
		require.NoError(t, o.Resolve(ctx, "m-1", true))
		assert.Equal(t, app.Code("too_late"), app.ErrorCode(o.Resolve(ctx, "m-2", true)))
		pass(10 * time.Minute)
		assert.Equal(t, map[app.MessageStatus]int{app.MessageAccepted: 2, app.MessageUnknown: 1}, o.count())
		assert.Equal(t, map[string]int{"m-0": 1, "m-1": 2, "m-2": 1}, o.fake.calls)
		assert.Equal(t, "Sari said that it went out.", o.attempts("m-0")[0].What.String())
		for _, again := range []bool{true, false} {
			assert.Equal(t, app.CodeConflict, app.ErrorCode(o.Resolve(ctx, "m-0", again)))
		}
		o.rows.View(func(tx app.Tx) error {
			lines, err := tx.ListActivity(o.agent.ID, 10)
			assert.Len(t, lines, 2)
			for _, line := range lines {
				assert.Equal(t, []string{app.ActMessageResolved, "Sari"}, []string{line.Kind, line.By})
			}
			return err
		})
		o.guard.no = true
		assert.Equal(t, app.CodeForbidden, app.ErrorCode(o.Resolve(ctx, "m-2", false)))
		stop()
	})
}

func TestNewWantsEverything(t *testing.T) {
	o := newOffice(t)
	p := o.params
	p.Guard = nil
	assert.Panics(t, func() { notify.New(p) })
	assert.NotPanics(t, func() { notify.New(o.params) })
}
