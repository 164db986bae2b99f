package channel_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

func rowNames(rows []channel.Row) (names []string) {
	for _, r := range rows {
		names = append(names, string(r.Group)+" "+r.Name)
	}
	return names
}

func changedDraft(d *desk, id app.AgentID) {
	session := app.DefaultSession()
	session.ClosingText, session.EndYes = "Bye", "Stop"
	d.save(id, app.Draft, channel.Edits{
		AccountCode: ptr("0812-5550-1423"), Fields: map[string]string{"id": "777", "mode": "fine"},
		Secrets: map[string]app.Secret{"token": app.NewSecret(tokenTwo), "extra": app.NewSecret("app-secret-value")},
		Session: &session, Forward: &app.Forward{URL: "https://agent.example"},
	})
}

func TestReviewDraftListsDifferencesInGroups(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	changedDraft(d, id)
	r, err := d.ReviewDraft(d.owner(), id)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"identity account_code", "identity id", "behaviour mode", "credentials token", "credentials extra",
		"behaviour closing_text", "behaviour answers", "behaviour forward",
	}, rowNames(r.Rows))
	assert.Equal(t, 1, r.BaseVersion)
	assert.Equal(t, []string{"mode", "closing_text", "answers", "forward"}, r.Names(channel.Behaviour))
	assert.Equal(t, "+62 811-5550-0188", r.Rows[0].Before.String())
	assert.Equal(t, "plain", r.Rows[2].Before.String(), "the default shows")
	assert.Equal(t, []string{"Stored", "Changed"}, []string{r.Rows[3].Before.String(), r.Rows[3].After.String()})
	assert.Equal(t, []string{"Not set", "Stored"}, []string{r.Rows[4].Before.String(), r.Rows[4].After.String()})
	assert.Equal(t, storagetest.Now, r.Rows[3].At)
	assert.False(t, r.ReportCurrent)

	_, err = d.ReviewDraft(d.owner(), d.ready("Two"))
	storagetest.RequireCode(t, app.CodeLocked, err)
}

func TestReviewEdits(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	r, err := d.ReviewEdits(d.owner(), id, channel.Edits{
		Fields: map[string]string{"id": ""}, Secrets: map[string]app.Secret{"token": app.NewSecret(tokenTwo)}, Remove: []string{"extra"},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"identity id", "credentials token"}, rowNames(r.Rows))
	assert.Equal(t, []app.Text{app.Say("{{.Label}} is missing.", "Label", app.Say("Number ID"))}, r.Problems)
	assert.NotContains(t, r.Rows[1].After.String(), "other")
	_, err = d.ReviewEdits(d.owner(), id, channel.SetField("id", "x"))
	var invalid *channel.Invalid
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, d.secrets.stored(), 2, "a review stores nothing")
}

func TestPublishTakesWhatIsTicked(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	changedDraft(d, id)
	draft := d.get(id, app.Draft).Channel
	was := d.get(id, app.Published).Channel

	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"mode", "answers", "forward", "unknown"}, BaseVersion: 1, Note: "words"}))
	p := d.get(id, app.Published).Channel
	assert.Equal(t, "fine", p.Fields["mode"])
	assert.Equal(t, "Stop", p.Session.EndYes)
	assert.Equal(t, app.DefaultClosingText, p.Session.ClosingText)
	assert.Equal(t, was.AccountCode, p.AccountCode)
	assert.Equal(t, was.Secrets, p.Secrets)
	assert.Equal(t, 2, p.Version)
	d.requireWhole(id)

	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"token", "extra", "id", "account_code", "closing_text"}, BaseVersion: 2}))
	p = d.get(id, app.Published).Channel
	assert.NotEqual(t, draft.Secrets["token"].Ref, p.Secrets["token"].Ref)
	assert.True(t, draft.Secrets["token"].SameValue(p.Secrets["token"]))
	assert.Equal(t, was.Webhook.Secret, p.Webhook.Secret)
	assert.Equal(t, was.Key, p.Key)
	assert.Zero(t, d.get(id, app.Draft).Pending)
	assert.Equal(t, draft, d.get(id, app.Draft).Channel)
	assert.Equal(t, "Draft published as version 3", d.activity(id, 1)[0].Text.String())
	d.requireWhole(id)
	d.requireTidy()

	versions := d.versions(id)
	require.Len(t, versions, 3)
	assert.Equal(t, was.Secrets, versions[2].Snapshot.Secrets, "an older version keeps its secrets")
	assert.Equal(t, "words", versions[1].Note)

	d.save(id, app.Draft, channel.Edits{Remove: []string{"extra"}})
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"extra"}, BaseVersion: 3}))
	assert.NotContains(t, d.get(id, app.Published).Channel.Secrets, "extra")
	d.requireTidy()
}

func TestPublishRefused(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: []string{"token"}, BaseVersion: 1}))
	changedDraft(d, id)
	storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{BaseVersion: 1}))
	storagetest.RequireCode(t, app.CodeConflict, d.Publish(d.owner(), id, channel.Publication{Names: []string{"mode"}, BaseVersion: 0}))
	d.save(id, app.Draft, channel.Edits{Remove: []string{"token"}})
	e := storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: []string{"token"}, BaseVersion: 1}))
	assert.Equal(t, "Access token is missing. Tick it as well, or fill it in first.", e.Error())
	storagetest.RequireCode(t, app.CodeLocked, d.Publish(d.owner(), d.ready("Two"), channel.Publication{Names: []string{"mode"}, BaseVersion: 1}))
	assert.Len(t, d.versions(id), 1)
	d.requireTidy()
}

func TestPublishOfAnotherProtocol(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	d.save(id, app.Published, channel.SetField("address", "https://own.example"))
	d.save(id, app.Draft, channel.Edits{
		Protocol: ptr(app.ProtocolID("second")), Fields: map[string]string{"room": "9"}, Secrets: map[string]app.Secret{"token": app.NewSecret(tokenTwo)},
	})
	for _, names := range [][]string{{"room"}, {"token"}, {"address"}, {"address", "ask_more_after"}} {
		e := storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: names, BaseVersion: 2}))
		assert.Equal(t, "These values belong to another protocol.", e.What.String())
	}
	storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: []string{"protocol"}, BaseVersion: 2}))
	assert.Equal(t, "https://own.example", d.get(id, app.Published).Channel.Fields["address"])
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"protocol", "room", "token", "address"}, BaseVersion: 2}))
	p := d.get(id, app.Published).Channel
	assert.Equal(t, map[string]string{"room": "9"}, p.Fields)
	assert.Len(t, p.Secrets, 1)
	d.requireWhole(id)
	d.requireTidy()
}

func TestPublishIsNotStoppedByWhatACheckLearned(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	changedDraft(d, id)
	d.first.check = func(context.Context, protocol.Config) (app.CheckReport, error) {
		return app.CheckReport{Secrets: map[string]app.SecretFacts{"token": {Verified: true, NeverExpires: true}}}, nil
	}
	// The check, a new webhook secret and a deadline fall between reading and saving.
	learn := false
	d.between(func() {
		if learn {
			learn = false
			_, err := d.Check(d.owner(), id, app.Draft, nil)
			require.NoError(t, err)
			require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Published, time.Hour))
		}
	})
	learn = true
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"token", "mode"}, BaseVersion: 1}))
	p := d.get(id, app.Published).Channel
	assert.Equal(t, 3, p.Version)
	assert.True(t, p.Webhook.Previous.Present(), "the new webhook secret is not undone")
	assert.False(t, p.Secrets["token"].VerifiedAt.IsZero(), "what was learned goes along")
	d.requireWhole(id)
	d.requireTidy()
}

// between runs fn before each value that is stored.
func (d *desk) between(fn func()) {
	d.secrets.mu.Lock()
	defer d.secrets.mu.Unlock()
	d.secrets.before = fn
}

func TestPublishStopsWhenSettingsChangeMeanwhile(t *testing.T) {
	for name, change := range map[string]func(*desk, app.AgentID){
		"draft":     func(d *desk, id app.AgentID) { d.save(id, app.Draft, channel.SetField("note", "meanwhile")) },
		"published": func(d *desk, id app.AgentID) { d.save(id, app.Published, channel.SetField("note", "meanwhile")) },
		"no draft":  func(d *desk, id app.AgentID) { require.NoError(d.t, d.DeleteDraft(d.owner(), id)) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.drafted("One")
			changedDraft(d, id)
			once := true
			d.between(func() {
				if once {
					once = false
					change(d, id)
				}
			})
			err := d.Publish(d.owner(), id, channel.Publication{Names: []string{"token"}, BaseVersion: 1})
			require.Contains(t, []app.Code{app.CodeConflict, app.CodeLocked}, app.ErrorCode(err), "%v", err)
			d.requireTidy()
			d.requireWhole(id)
		})
	}
}

func TestSaveStopsWhenTheProtocolChangesMeanwhile(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	once := true
	d.between(func() {
		if once {
			once = false
			d.save(id, app.Draft, channel.SetProtocol("second"))
		}
	})
	err := d.Save(d.owner(), id, app.Draft, channel.SetSecret("extra", "for-the-first-protocol"), "")
	storagetest.RequireCode(t, app.CodeConflict, err)
	d.requireTidy()
}

func TestTwoTryToCreateADraft(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	once := true
	d.between(func() {
		if once {
			once = false
			require.NoError(t, d.CreateDraft(d.owner(), id))
		}
	})
	storagetest.RequireCode(t, app.CodeConflict, d.CreateDraft(d.owner(), id))
	d.requireTidy()
}

func TestWhatWasChangedInPublishedSinceIsNotTakenBack(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	session := app.DefaultSession()
	session.ClosingText = "Changed live"
	d.save(id, app.Published, channel.Edits{Session: &session, BaseVersion: 1})
	d.save(id, app.Draft, channel.SetField("mode", "fine"))
	r, err := d.ReviewDraft(d.owner(), id)
	require.NoError(t, err)
	marked := map[string]bool{}
	for _, row := range r.Rows {
		marked[row.Name] = row.TakesBack
	}
	assert.Equal(t, map[string]bool{"mode": false, "closing_text": true}, marked)
	assert.Equal(t, []string{"mode"}, r.Names(channel.Behaviour), "only what the Draft changed is taken over by itself")
}

// A Draft that has number and token of an earlier version moves both or none,
// also when that version's secrets were let go of.
func TestIdentityAndCredentialsOfAnEarlierVersionGoTogether(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	for n := range 8 {
		number := []string{"0812-5550-1423", "0812-5550-1424"}[n%2]
		d.save(id, app.Published, channel.Edits{
			AccountCode: &number, Secrets: map[string]app.Secret{"token": app.NewSecret(tokenTwo)}, BaseVersion: n + 1,
		})
	}
	r, err := d.ReviewDraft(d.owner(), id)
	require.NoError(t, err)
	names := r.Names(channel.Behaviour, channel.Credentials, channel.Identity)
	assert.Contains(t, names, "account_code")
	assert.Contains(t, names, "token")
}

func TestADraftWithoutProtocolDoesNotTakePublishedOut(t *testing.T) {
	d := newDesk(t)
	id := d.agent("One")
	require.NoError(t, d.CreateDraft(d.owner(), id))
	require.NoError(t, d.Save(d.owner(), id, app.Published, firstSetUp(), ""))
	before := d.get(id, app.Published).Channel
	for _, names := range [][]string{{"protocol"}, {"protocol", "account_code", "id", "token"}} {
		e := storagetest.RequireCode(t, app.CodeIncomplete, d.Publish(d.owner(), id, channel.Publication{Names: names, BaseVersion: 1}))
		assert.Contains(t, e.Error(), "The draft has no protocol yet")
	}
	assert.Equal(t, before, d.get(id, app.Published).Channel)
}
