package channel_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/storage/storagetest"
)

func TestDraftSavesEachFieldByItself(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	published := d.get(id, app.Published).Channel
	for name, e := range map[string]channel.Edits{
		"field": channel.SetField("note", "  a\n note "), "account": channel.SetAccountCode("+62 (0) 812-5550-1423"),
		"secret": channel.SetSecret("token", " other-token-\n9876543210-bbbb\u200b"), "forward": {Forward: &app.Forward{URL: " https://Agent.example/in/ "}},
	} {
		require.NoError(t, d.Save(d.owner(), id, app.Draft, e, ""), name)
	}
	session := app.DefaultSession()
	session.AskUserToEnd, session.AskMoreAfter = true, 90*time.Second
	require.NoError(t, d.Save(d.owner(), id, app.Draft, channel.SetSession(session), ""))

	v := d.get(id, app.Draft)
	assert.Equal(t, "a note", v.Channel.Fields["note"])
	assert.Equal(t, "+6281255501423", v.Channel.AccountCode)
	assert.Equal(t, "https://agent.example/in", v.Channel.Forward.URL)
	assert.Equal(t, "bbbb", v.Channel.Secrets["token"].Last4)
	assert.Equal(t, "Sari", v.Channel.Secrets["token"].SetBy)
	assert.Equal(t, session, v.Channel.Session)
	assert.Zero(t, v.Channel.Version)
	assert.Equal(t, 6, v.Pending)
	value, err := d.CopySecret(d.owner(), id, app.Draft, "token")
	require.NoError(t, err)
	assert.True(t, value.Expose() == tokenTwo)
	assert.Equal(t, published, d.get(id, app.Published).Channel)
	d.requireTidy()

	lines := d.activity(id, 3)
	assert.Equal(t, "Delay before ask more changed from 10 minutes to 1 minute 30 seconds", lines[1].Text.String())
	assert.Equal(t, "10 minutes", lines[1].Before)

	before := d.get(id, app.Draft).Channel
	d.save(id, app.Draft, channel.SetField("note", "a note"))
	assert.Equal(t, before, d.get(id, app.Draft).Channel, "the same again is no change")
	d.save(id, app.Draft, channel.SetField("address", "https://first.example"))
	assert.NotContains(t, d.get(id, app.Draft).Channel.Fields, "address", "a default is not stored")
}

// What had no value is set, and what has none any more is removed.
func TestSentencesOfWhatIsSetAndRemoved(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	say := func(note, forward string) []string {
		d.save(id, app.Draft, channel.Edits{Fields: map[string]string{"note": note}, Forward: &app.Forward{URL: forward}})
		lines := d.activity(id, 2)
		return []string{lines[1].Text.String(), lines[0].Text.String()}
	}
	assert.Equal(t, []string{"Note set to one", "Forwarding address set to https://agent.example/in"}, say("one", "https://agent.example/in"))
	assert.Equal(t, []string{"Note changed from one to Not set", "Forwarding address changed from https://agent.example/in to https://agent.example/other"},
		say("Not set", "https://agent.example/other"))
	assert.Equal(t, []string{"Note removed", "Forwarding address removed"}, say("", ""))
	line := d.activity(id, 1)[0]
	assert.Equal(t, []string{"https://agent.example/other", "Not set"}, []string{line.Before, line.After})
}

func TestRemovingASecret(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	d.save(id, app.Draft, channel.SetSecret("extra", "an-extra-secret-value"))
	assert.Equal(t, "App Secret stored", d.activity(id, 1)[0].Text.String())
	d.save(id, app.Draft, channel.SetSecret("extra", "another-secret-value"))
	assert.Equal(t, "App Secret replaced", d.activity(id, 1)[0].Text.String())
	d.save(id, app.Draft, channel.Edits{Remove: []string{"extra"}})
	assert.Equal(t, "App Secret removed", d.activity(id, 1)[0].Text.String())
	assert.Equal(t, []string{app.ActSecretRemoved}, d.kinds(id, 1))
	d.requireTidy()
	d.save(id, app.Draft, channel.Edits{Remove: []string{"extra"}, Secrets: map[string]app.Secret{"extra": app.NewSecret("set-and-removed")}})
	assert.NotContains(t, d.get(id, app.Draft).Channel.Secrets, "extra")
	d.requireTidy()
	require.Error(t, d.Save(d.owner(), id, app.Draft, channel.Edits{Remove: []string{"nothing"}}, ""))
}

func TestInvalidEditsChangeNothingAndNameEveryField(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	before := d.get(id, app.Draft).Channel
	session := app.DefaultSession()
	session.AskMoreAfter = 0
	err := d.Save(d.owner(), id, app.Draft, channel.Edits{
		AccountCode: ptr("twelve"), Fields: map[string]string{"id": "12x", "address": "http://evil.example", "mode": "odd", "nothing": "1"},
		Secrets: map[string]app.Secret{"token": app.NewSecret("é"), "none": app.NewSecret("x")}, Session: &session,
		Forward: &app.Forward{URL: "ftp://x"}, Remove: []string{"what"},
	}, "")
	var invalid *channel.Invalid
	require.ErrorAs(t, err, &invalid)
	var fields []string
	for _, p := range invalid.Problems {
		fields = append(fields, p.Field)
		assert.Equal(t, app.CodeInvalid, p.Code)
		assert.NotContains(t, p.Error(), "é")
	}
	assert.Equal(t, []string{"account_code", "id", "address", "mode", "nothing", "token", "none", "what", "ask_more_after", "forward"}, fields)
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	assert.Equal(t, invalid.Problems[0].Error(), err.Error())
	assert.Equal(t, before, d.get(id, app.Draft).Channel)
	d.requireTidy()

	empty := d.agent("Empty")
	err = d.Save(d.owner(), empty, app.Published, channel.SetField("id", "1"), "")
	storagetest.RequireCode(t, app.CodeIncomplete, err)
	err = d.Save(d.owner(), empty, app.Published, channel.SetProtocol("fourth"), "")
	storagetest.RequireCode(t, app.CodeInvalid, err)
	err = d.Save(d.owner(), empty, app.Draft, channel.SetProtocol("first"), "")
	storagetest.RequireCode(t, app.CodeLocked, err)
	err = d.Save(d.owner(), 99, app.Published, channel.SetProtocol("first"), "")
	storagetest.RequireCode(t, app.CodeNotFound, err)
}

func TestPublishedIsSavedAsAVersionAgainstTheOneThatWasSeen(t *testing.T) {
	d := newDesk(t)
	id := d.agent("One")
	require.NoError(t, d.Save(d.owner(), id, app.Published, firstSetUp(), "  first \n set-up "))
	v := d.get(id, app.Published)
	assert.Equal(t, 1, v.Channel.Version)
	assert.True(t, v.Channel.Webhook.Secret.Present(), "made in the same transaction")
	versions := d.versions(id)
	require.Len(t, versions, 1)
	assert.Equal(t, "first set-up", versions[0].Note)
	assert.Equal(t, "Webhook secret made", versions[0].Changes[len(versions[0].Changes)-1].String())
	d.requireWhole(id)

	e := channel.SetField("note", "newer")
	storagetest.RequireCode(t, app.CodeConflict, d.Save(d.owner(), id, app.Published, e, ""))
	e.BaseVersion = 2
	storagetest.RequireCode(t, app.CodeConflict, d.Save(d.owner(), id, app.Published, e, ""))
	d.requireTidy()
	e.BaseVersion = 1
	require.NoError(t, d.Save(d.owner(), id, app.Published, e, ""))
	d.requireWhole(id)
	same := channel.SetField("note", "newer")
	same.BaseVersion = 2
	require.NoError(t, d.Save(d.owner(), id, app.Published, same, ""))
	assert.Len(t, d.versions(id), 2, "no change, no version")
	d.requireTidy()
}

// requireWhole demands that Published is what its latest version kept.
func (d *desk) requireWhole(id app.AgentID) {
	d.t.Helper()
	c := d.get(id, app.Published).Channel
	versions := d.versions(id)
	require.Len(d.t, versions, c.Version)
	if c.Version == 0 {
		return
	}
	require.Equal(d.t, c.Version, versions[0].Number)
	c.Webhook, c.Parked = app.Webhook{}, map[app.ProtocolID]app.ProtocolValues{}
	versions[0].Snapshot.Revision = c.Revision // what a check learns is no setting
	require.Equal(d.t, c, versions[0].Snapshot)
}

func TestAnotherProtocolStartsAnewAndForgetsTheRegistration(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	require.NoError(t, d.SetPublicAddress(d.owner(), "https://wa.example"))
	_, err := d.SetWebhook(d.owner(), id, app.Draft, "number")
	require.NoError(t, err)
	require.False(t, d.get(id, app.Draft).Channel.Webhook.Registered.At.IsZero())
	d.save(id, app.Draft, channel.SetProtocol("second"))
	v := d.get(id, app.Draft)
	assert.Empty(t, v.Channel.Fields)
	assert.Empty(t, v.Channel.Secrets)
	assert.Equal(t, "+6281155500188", v.Channel.AccountCode)
	assert.True(t, v.Channel.Webhook.Registered.At.IsZero())
	assert.Equal(t, "…/hooks/second/"+v.Channel.Key+"/…", v.WebhookURL, "the last part is the secret")
	d.requireTidy()

	d.save(id, app.Draft, channel.Edits{Protocol: ptr(app.ProtocolID("first")), Fields: map[string]string{"id": "5"}})
	_, err = d.SetWebhook(d.owner(), id, app.Draft, "number")
	require.NoError(t, err)
	d.save(id, app.Draft, channel.SetField("note", "x"))
	require.False(t, d.get(id, app.Draft).Channel.Webhook.Registered.At.IsZero())
	d.save(id, app.Draft, channel.SetField("id", "6"))
	require.True(t, d.get(id, app.Draft).Channel.Webhook.Registered.At.IsZero(), "another number knows nothing of it")
}

func TestMerge(t *testing.T) {
	token := app.NewSecret("x")
	e := channel.Edits{}.Merge(channel.Edits{Fields: map[string]string{"a": "1"}, BaseVersion: 3}).
		Merge(channel.Edits{Fields: map[string]string{"a": "2", "b": "3"}, BaseVersion: 4}).
		Merge(channel.Edits{Secrets: map[string]app.Secret{"token": token}}).
		Merge(channel.Edits{Remove: []string{"token", "token"}})
	assert.Equal(t, channel.Edits{
		Fields: map[string]string{"a": "2", "b": "3"}, Secrets: map[string]app.Secret{}, Remove: []string{"token"}, BaseVersion: 3,
	}, e)
	f := e.Merge(channel.SetSecret("token", "y"))
	assert.Empty(t, f.Remove)
	assert.Equal(t, []string{"token"}, e.Remove, "the older edits stay as they were")
	g := f.Merge(channel.SetProtocol("second")).Merge(channel.SetAccountCode("1")).
		Merge(channel.SetSession(app.DefaultSession())).Merge(channel.Edits{Forward: &app.Forward{}})
	assert.Empty(t, g.Fields)
	assert.Empty(t, g.Secrets)
	assert.False(t, g.IsEmpty())
	assert.True(t, channel.Edits{BaseVersion: 3}.IsEmpty())
}

func TestProblemsOfAnInvalidUnwrap(t *testing.T) {
	first := app.Invalid("a", "One.")
	err := error(&channel.Invalid{Problems: []*app.Error{first, app.Invalid("b", "Two.")}})
	assert.True(t, errors.Is(err, first))
	assert.Equal(t, "a", app.AsError(err).Field)
}
