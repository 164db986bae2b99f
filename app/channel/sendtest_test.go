package channel_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

func TestATestMessageProvesTheSecret(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	d.second.meet = func(protocol.Config) {
		assert.Equal(t, "Second asked to send a test message to +62 812-5550-1423", d.activity(id, 1)[0].Text.String(), "written down before")
	}
	d.pass(time.Minute)
	r, err := d.SendTest(d.owner(), id, app.Draft, protocol.TestMessage{To: "0812-5550-1423", Text: "hello there, this is a secret text"})
	require.NoError(t, err)
	assert.Equal(t, "m-1", r.MessageID)
	require.Len(t, d.second.sent, 1)
	sent := d.second.sent[0]
	assert.Equal(t, "+6281255501423", sent.To)
	assert.Regexp(t, `^test-[0-9a-f]{24}$`, sent.ID)
	assert.Equal(t, d.Now(), d.get(id, app.Draft).Channel.Secrets["token"].VerifiedAt)
	assert.True(t, d.get(id, app.Published).Channel.Secrets["token"].VerifiedAt.IsZero())
	assert.Equal(t, []string{app.ActTestSent, app.ActTestSent}, d.kinds(id, 2))
	assert.Equal(t, "Test message accepted by Second", d.activity(id, 1)[0].Text.String())
	for _, l := range d.activity(id, 2) {
		assert.Equal(t, sent.ID, l.After)
		assert.NotContains(t, l.Text.String(), "secret text")
	}
}

func TestHowATestMessageFails(t *testing.T) {
	for name, c := range map[string]struct {
		err        error
		code       app.Code
		what, line string
	}{
		"refused":   {refusal("That number is wrong.", "", "HTTP 422"), app.CodeProviderRefused, "That number is wrong.", "Test message refused by Second: That number is wrong."},
		"not sent":  {app.NewError(app.CodeProviderUnreachable, app.Say("No network.")).Because(protocol.ErrNotSent), app.CodeProviderUnreachable, "No network.", "Test message not sent: No network."},
		"time-out":  {app.NewError(app.CodeProviderUnreachable, app.Say("No answer.")), app.CodeProviderUnreachable, "Nobody knows whether the test message went out. No answer.", "Test message: nobody knows whether Second sent it"},
		"cancelled": {context.Canceled, app.CodeCancelled, "Nobody knows whether", "Test message: nobody knows whether Second sent it"},
		"odd":       {context.DeadlineExceeded, app.CodeProviderUnreachable, "Nobody knows whether", "Test message: nobody knows whether Second sent it"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.roomed("One")
			d.second.sendErr = c.err
			_, err := d.SendTest(d.owner(), id, app.Draft, protocol.TestMessage{To: "+6281255501423", Template: " hello "})
			e := storagetest.RequireCode(t, c.code, err)
			assert.Contains(t, e.What.String(), c.what)
			assert.Equal(t, c.line, d.activity(id, 1)[0].Text.String())
			assert.Len(t, d.second.sent, 1, "never twice")
			assert.True(t, d.get(id, app.Draft).Channel.Secrets["token"].VerifiedAt.IsZero())
		})
	}
}

func TestARefusedSecretIsNotProvenAnyMore(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	test := func() error {
		_, err := d.SendTest(d.owner(), id, app.Draft, protocol.TestMessage{To: "+6281255501423", Template: "hello"})
		return err
	}
	verified := func() bool { return !d.get(id, app.Draft).Channel.Secrets["token"].VerifiedAt.IsZero() }
	require.NoError(t, test())
	require.True(t, verified())
	d.second.sendErr = refusal("That number is wrong.", "", "HTTP 422")
	require.Error(t, test())
	assert.True(t, verified(), "the refusal was about something else")
	d.second.sendErr = app.AsError(refusal("The token has ended.", "", "HTTP 401")).WithField("token")
	require.Error(t, test())
	assert.False(t, verified())
}

func TestATestMessageIsCheckedFirst(t *testing.T) {
	d := newDesk(t)
	id := d.roomed("One")
	for field, m := range map[string]protocol.TestMessage{
		"to": {To: "twelve", Text: "x"}, "text": {To: "0812-5550-1423", Text: " \n"},
		"id": {To: "0812-5550-1423", Text: "x", ID: strings.Repeat("x", 65)},
	} {
		_, err := d.SendTest(d.owner(), id, app.Draft, m)
		assert.Equal(t, field, storagetest.RequireCode(t, app.CodeInvalid, err).Field)
	}
	assert.Empty(t, d.second.sent)
	assert.NotContains(t, d.kinds(id, 50), app.ActTestSent)
	// A secret that was replaced meanwhile is not the one that was proven.
	d.second.meet = func(protocol.Config) { d.save(id, app.Draft, secondSetUp()) }
	_, err := d.SendTest(d.owner(), id, app.Draft, protocol.TestMessage{To: "0812-5550-1423", Text: "x"})
	require.NoError(t, err)
	assert.True(t, d.get(id, app.Draft).Channel.Secrets["token"].VerifiedAt.IsZero())
}
