package coster_test

import (
	"fmt"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

// TestSetUp is the set-up as a person does it, whatever odd habit Coster has.
func TestSetUp(t *testing.T) {
	for name, quirk := range map[string]func(*sandbox.CosterQuirks){
		"plain":        func(*sandbox.CosterQuirks) {},
		"number xid":   func(q *sandbox.CosterQuirks) { q.NumberXID = true },
		"zero error":   func(q *sandbox.CosterQuirks) { q.ZeroError = true },
		"meta.version": func(q *sandbox.CosterQuirks) { q.MetaVersion = true },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.coster.Change(func(w *sandbox.CosterWorld) { quirk(&w.Quirks) })
			m := b.template()
			m.ID = "20261122203400"
			r, err := b.p.SendTest(t.Context(), b.c, m)
			require.NoError(t, err)
			require.Equal(t, "push_token", r.Secret)
			require.NotEmpty(t, r.MessageID)
			r, err = b.p.SendTest(t.Context(), b.c, b.text())
			require.NoError(t, err)
			require.Equal(t, "conversation_token", r.Secret)

			sent := b.coster.Messages()
			require.Len(t, sent, 2)
			require.Equal(t, "20261122203400", sent[0].XID)
			require.Equal(t, b.sample.Customer[1:], sent[0].To)
			require.Equal(t, []string{"Rina", "Rp150.000"}, sent[0].Values)
			require.Equal(t, b.sample.AccountID, sent[1].AccountID)
			require.Equal(t, b.sample.DivisionID, sent[1].DivisionID)
			require.Equal(t, b.text().Text, sent[1].Text)
			require.Empty(t, b.coster.Violations())
		})
	}
}

// TestPlainReply: the conversation host's answer need not have a message id.
func TestPlainReply(t *testing.T) {
	b := newBench(t)
	b.coster.Change(func(w *sandbox.CosterWorld) { w.Quirks.PlainReply = true })
	r, err := b.p.SendTest(t.Context(), b.c, b.text())
	require.NoError(t, err)
	require.Empty(t, r.MessageID)
	require.Equal(t, "conversation_token", r.Secret)
}

// TestRefusals: what Coster refuses is told in words with the box at fault, in
// each form and under each status that was seen, and is sent once.
func TestRefusals(t *testing.T) {
	type refusal struct {
		name  string
		edit  func(*bench, *protocol.TestMessage)
		field string
		words string
	}
	for _, c := range []refusal{
		{"expired push token", func(b *bench, _ *protocol.TestMessage) { b.secret("push_token", b.sample.ExpiredPushToken) }, "push_token", "no longer accepts the token"},
		{"unknown push token", func(b *bench, _ *protocol.TestMessage) { b.secret("push_token", b.sample.UnknownToken) }, "push_token", "no longer accepts the token"},
		{"tokens swapped", func(b *bench, _ *protocol.TestMessage) { b.secret("push_token", b.sample.ConversationToken) }, "push_token", "Ask Coster's staff for a new token"},
		{"another account", func(b *bench, _ *protocol.TestMessage) { b.set("account_id", b.sample.OtherAccountID) }, "push_token", "token"},
		{"unknown account", func(b *bench, _ *protocol.TestMessage) { b.set("account_id", b.sample.UnknownAccountID) }, "", "Coster refused: "},
		{"unknown template", func(b *bench, m *protocol.TestMessage) { m.Template = b.sample.UnknownTemplate }, "", "Coster refused: "},
		{"conversation token", func(b *bench, m *protocol.TestMessage) {
			*m = b.text()
			b.secret("conversation_token", b.sample.ExpiredConversationToken)
		}, "conversation_token", "no longer accepts the token"},
		{"unknown division", func(b *bench, m *protocol.TestMessage) {
			*m = b.text()
			b.set("division_id", b.sample.UnknownDivisionID)
		}, "", "Unknown Division"},
	} {
		for _, q := range []sandbox.CosterQuirks{{}, {ErrorStatus: 200}, {ErrorStatus: 400, ErrorObject: true}, {CodeText: true}} {
			t.Run(fmt.Sprint(c.name, " ", q.ErrorStatus, q.ErrorObject, q.CodeText), func(t *testing.T) {
				b := newBench(t)
				b.coster.Change(func(w *sandbox.CosterWorld) { w.Quirks = q })
				m := b.template()
				c.edit(b, &m)
				_, err := b.p.SendTest(t.Context(), b.c, m)
				e := app.AsError(err)
				require.Equal(t, app.CodeProviderRefused, e.Code)
				require.Equal(t, c.field, e.Field)
				require.Contains(t, e.Error(), c.words)
				require.Regexp(t, `^Coster code \d+$`, e.Detail)
				require.False(t, protocol.MaybeDone(err))
				require.Len(t, b.coster.Requests(), 1)
				require.Empty(t, b.coster.Messages())
			})
		}
	}
}
