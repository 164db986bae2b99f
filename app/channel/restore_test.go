package channel_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

func (d *desk) line(id app.AgentID, number int) channel.VersionLine {
	d.t.Helper()
	lines, err := d.Versions(d.owner(), id)
	require.NoError(d.t, err)
	require.Equal(d.t, len(lines), lines[0].Number, "newest first")
	return lines[len(lines)-number]
}

func (d *desk) restore(id app.AgentID, number int) {
	d.t.Helper()
	require.NoError(d.t, d.Restore(d.owner(), id, number, d.get(id, app.Published).Channel.Version, ""))
}

func TestRestoreMakesAnOlderVersionTheNextOne(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	draft := d.get(id, app.Draft).Channel
	first := d.get(id, app.Published).Channel
	session := app.DefaultSession()
	session.ClosingText = "Bye"
	d.save(id, app.Published, channel.Edits{
		AccountCode: ptr("0812-5550-1423"), Fields: map[string]string{"note": "newer", "id": "7"}, Session: &session, Forward: &app.Forward{URL: "https://in.example"},
		Secrets: map[string]app.Secret{"token": app.NewSecret(tokenTwo), "extra": app.NewSecret("an-extra-secret-value")},
	})
	_, err := d.SetWebhook(d.owner(), id, app.Published, "number")
	require.NoError(t, err)
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Published, time.Hour))
	w := d.get(id, app.Published).Channel.Webhook

	lines, err := d.Versions(d.owner(), id)
	require.NoError(t, err)
	require.Len(t, lines, 3)
	assert.Equal(t, []bool{true, false, false}, []bool{lines[0].Current, lines[1].Current, lines[2].Current})
	assert.Equal(t, []bool{false, false, true}, []bool{lines[0].Restorable, lines[1].Restorable, lines[2].Restorable})
	assert.Equal(t, "This is what is published now.", lines[0].Why.String())
	assert.Equal(t, "It is the same as what is published now.", lines[1].Why.String())
	assert.Empty(t, lines[2].Why.String())

	r, err := d.ReviewRestore(d.owner(), id, 1)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"identity account_code", "identity id", "behaviour note", "credentials token", "credentials extra", "behaviour closing_text", "behaviour forward",
	}, rowNames(r.Rows))
	assert.Equal(t, "Removed", r.Rows[4].After.String())
	assert.Equal(t, 3, r.BaseVersion)
	r, err = d.ReviewRestore(d.owner(), id, 2)
	require.NoError(t, err)
	assert.Empty(t, r.Rows)

	storagetest.RequireCode(t, app.CodeConflict, d.Restore(d.owner(), id, 1, 2, ""))
	storagetest.RequireCode(t, app.CodeIncomplete, d.Restore(d.owner(), id, 2, 3, ""))
	storagetest.RequireCode(t, app.CodeIncomplete, d.Restore(d.owner(), id, 3, 3, ""))
	storagetest.RequireCode(t, app.CodeNotFound, d.Restore(d.owner(), id, 9, 3, ""))
	stored := len(d.secrets.stored())
	require.NoError(t, d.Restore(d.owner(), id, 1, 3, " back \n again "))
	assert.Len(t, d.secrets.stored(), stored, "no value was copied")

	c := d.get(id, app.Published).Channel
	assert.Equal(t, first.Secrets, c.Secrets)
	assert.Equal(t, first.Fields, c.Fields)
	assert.Equal(t, first.Session, c.Session)
	assert.Equal(t, first.Forward, c.Forward)
	assert.Equal(t, first.AccountCode, c.AccountCode)
	assert.Equal(t, 4, c.Version)
	assert.Equal(t, first.Key, c.Key)
	assert.Equal(t, w.Secret, c.Webhook.Secret, "the webhook secret is the present one")
	assert.Equal(t, w.Previous, c.Webhook.Previous)
	assert.Zero(t, c.Webhook.Registered, "it was for another number")
	assert.Equal(t, "back again", d.versions(id)[0].Note)
	assert.Equal(t, "Version 1 restored as version 4", d.activity(id, 1)[0].Text.String())
	assert.Equal(t, app.ActRestored, d.kinds(id, 1)[0])
	assert.Equal(t, draft, d.get(id, app.Draft).Channel)
	d.requireWhole(id)
	d.requireTidy()
	d.restore(id, 2)
	assert.Equal(t, "newer", d.get(id, app.Published).Channel.Fields["note"])
	d.requireWhole(id)
	d.requireTidy()
}

func TestRestoreKeepsTheRegistrationOfTheSameNumber(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	require.NoError(t, d.SetPublicAddress(d.owner(), "https://wa.example"))
	_, err := d.SetWebhook(d.owner(), id, app.Published, "number")
	require.NoError(t, err)
	d.save(id, app.Published, channel.SetField("note", "newer"))
	reg := d.registered(id, app.Published)
	require.True(t, reg.OK)
	d.restore(id, 1)
	assert.Equal(t, reg, d.registered(id, app.Published))
}

func TestAVersionWhoseSecretsWereLetGo(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	d.save(id, app.Published, channel.SetSecret("extra", "an-extra-secret-value"))
	for n := range 5 {
		d.save(id, app.Published, channel.SetField("note", fmt.Sprint(n)))
	}
	require.Empty(t, d.versions(id)[6].Snapshot.Refs(), "version 1 holds no secret any more")
	assert.True(t, d.line(id, 1).Restorable, "its token is the present one")
	d.restore(id, 1)
	c := d.get(id, app.Published).Channel
	assert.True(t, c.Secrets["token"].Present())
	assert.NotContains(t, c.Secrets, "extra")
	d.requireWhole(id)
	d.requireTidy()

	d.save(id, app.Published, channel.SetSecret("token", tokenTwo))
	assert.True(t, d.line(id, 2).Restorable, "a newer version holds its token still")
	for n := range 5 {
		d.save(id, app.Published, channel.SetField("note", fmt.Sprint("again", n)))
	}
	line := d.line(id, 2)
	assert.False(t, line.Restorable)
	assert.Equal(t, "Access token of this version is not kept any more and must be typed again.", line.Why.String())
	e := storagetest.RequireCode(t, app.CodeIncomplete, d.Restore(d.owner(), id, 2, c.Version+6, ""))
	assert.Equal(t, line.Why, e.What)
	_, err := d.ReviewRestore(d.owner(), id, 2)
	storagetest.RequireCode(t, app.CodeIncomplete, err)
	d.requireTidy()

	// An optional secret that is gone is replaced by the present one.
	d.save(id, app.Published, channel.Edits{Secrets: map[string]app.Secret{"token": app.NewSecret(tokenOne), "extra": app.NewSecret("another-extra-value")}})
	d.save(id, app.Published, channel.SetField("note", "x"))
	at := d.get(id, app.Published).Channel.Version
	for n := range 5 {
		d.save(id, app.Published, channel.SetSecret("extra", fmt.Sprintf("extra-secret-number-%d", n)))
	}
	present := d.get(id, app.Published).Channel.Secrets["extra"]
	d.save(id, app.Published, channel.SetField("note", "y"))
	assert.True(t, d.line(id, at).Restorable)
	d.restore(id, at)
	assert.Equal(t, present, d.get(id, app.Published).Channel.Secrets["extra"])
	d.requireTidy()
}

func TestRestoreOfAnotherProtocolParksThePresentOne(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	d.save(id, app.Published, secondSetUp())
	p := d.get(id, app.Published).Channel
	require.Contains(t, p.Parked, app.ProtocolID("first"))
	d.restore(id, 1)
	c := d.get(id, app.Published).Channel
	assert.Equal(t, app.ProtocolID("first"), c.Protocol)
	assert.NotContains(t, c.Parked, app.ProtocolID("first"))
	assert.Equal(t, p.Secrets, c.Parked["second"].Secrets)
	d.requireWhole(id)
	d.requireTidy()
	d.restore(id, 2)
	assert.Equal(t, p.Secrets, d.get(id, app.Published).Channel.Secrets)
	d.requireTidy()
}

func TestAVersionThatIsNotWholeIsNotRestored(t *testing.T) {
	d := newDesk(t)
	id := d.agent("One")
	d.save(id, app.Published, channel.SetProtocol("third"))
	d.save(id, app.Published, channel.Edits{
		AccountCode: ptr("0811-5550-0188"), Fields: map[string]string{"account": "ab12"}, Secrets: map[string]app.Secret{"push": app.NewSecret("a-push-token-value")},
	})
	line := d.line(id, 1)
	assert.False(t, line.Restorable)
	assert.Equal(t, "This version is not complete. Account code is missing.", line.Why.String())
	d.save(id, app.Published, channel.Edits{Remove: []string{"push"}, Secrets: map[string]app.Secret{"talk": app.NewSecret("a-talk-token-value")}})
	for n := range 5 {
		d.save(id, app.Published, channel.SetField("account", fmt.Sprint("ab", n)))
	}
	assert.Equal(t, "Push token of this version is not kept any more and must be typed again.", d.line(id, 2).Why.String())
	assert.True(t, d.line(id, 3).Restorable)
	d.requireTidy()
}

func TestRestoreStopsWhenSomebodySavesMeanwhile(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	d.save(id, app.Published, channel.SetField("note", "now"))
	d.secrets.set(true, 0)
	require.Error(t, d.StopWebhookSecret(d.owner(), id, app.Published), "so that restoring makes a new one")
	d.secrets.set(false, 0)
	once := true
	d.between(func() {
		if once {
			once = false
			d.save(id, app.Published, channel.SetField("note", "meanwhile"))
		}
	})
	storagetest.RequireCode(t, app.CodeConflict, d.Restore(d.owner(), id, 1, 3, ""))
	_, err := d.Sweep(d.owner(), true)
	require.NoError(t, err)
	d.requireTidy()
	d.requireWhole(id)
	d.secrets.set(true, 0)
	require.Error(t, d.StopWebhookSecret(d.owner(), id, app.Published))
	d.secrets.set(false, 0)
	d.restore(id, 1)
	assert.True(t, d.get(id, app.Published).Channel.Webhook.Secret.Present(), "a new one, not that of the version")
	_, err = d.Sweep(d.owner(), true)
	require.NoError(t, err)
	d.requireTidy()
}

func TestPublishOfSomethingElseThanWhatWasReviewed(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*desk, app.AgentID)
		same   bool
	}{
		"a value":         {func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetField("note", "later")) }, false},
		"a secret":        {func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetSecret("token", tokenTwo)) }, false},
		"the same secret": {func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetSecret("extra", "app-secret-value")) }, false},
		"back again": {func(d *desk, id app.AgentID) {
			d.save(id, app.Draft, channel.SetField("mode", "plain"))
			d.save(id, app.Draft, channel.SetField("mode", "fine"))
		}, true},
		"session": {func(d *desk, id app.AgentID) {
			s := d.get(id, app.Draft).Channel.Session
			s.EndNo = "Stay, please"
			d.save(id, app.Draft, channel.SetSession(s))
		}, false},
		"webhook secret": {func(d *desk, id app.AgentID) {
			require.NoError(d.t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, time.Hour))
		}, true},
		"a check": {func(d *desk, id app.AgentID) {
			d.first.check = func(context.Context, protocol.Config) (app.CheckReport, error) {
				return app.CheckReport{Secrets: map[string]app.SecretFacts{"token": {Verified: true, NeverExpires: true}}}, nil
			}
			_, err := d.Check(d.owner(), id, app.Draft, nil)
			require.NoError(d.t, err)
		}, true},
		"a new draft": {func(d *desk, id app.AgentID) {
			require.NoError(d.t, d.DeleteDraft(d.owner(), id))
			require.NoError(d.t, d.CreateDraft(d.owner(), id))
			changedDraft(d, id)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.drafted("One")
			changedDraft(d, id)
			r, err := d.ReviewDraft(d.owner(), id)
			require.NoError(t, err)
			require.NotEmpty(t, r.Basis)
			c.change(d, id)
			err = d.Publish(d.owner(), id, channel.Publication{Names: []string{"mode"}, BaseVersion: 1, Basis: r.Basis})
			if c.same {
				require.NoError(t, err)
				return
			}
			e := storagetest.RequireCode(t, app.CodeConflict, err)
			assert.Contains(t, e.Error(), "since you reviewed them")
			require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"mode"}, BaseVersion: 1}), "not compared")
			d.requireTidy()
		})
	}
}
