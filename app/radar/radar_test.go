package radar_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/protocol"
	"channeldesk/app/radar"
	"channeldesk/storage/storagetest"
)

const day = 24 * time.Hour

// start is a moment with room for every sentence in the same year.
var start = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// Dates are shown as the computer's zone has them.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}

// provider is a protocol with secrets and nothing else.
type provider struct{ protocol.Protocol }

func (provider) Declaration() protocol.Declaration {
	return protocol.Declaration{
		ID: "p", Name: "Provider",
		Fields: []protocol.Field{{Name: "auth", Kind: protocol.Choice, Default: "bearer"}},
		Secrets: []protocol.SecretField{
			{Name: "access_token", Label: "Access token", When: &protocol.Condition{Field: "auth", Value: "bearer"}},
			{Name: "app_secret", Label: "App Secret"},
		},
	}
}

// tower is the radar on a real database with a clock that a test moves.
type tower struct {
	*radar.Service
	t      *testing.T
	store  app.Store
	make   *storagetest.Factory
	access *access.Service
	owner  app.Member
	now    time.Time
}

func newTower(t *testing.T) *tower {
	store := storagetest.New(t)
	w := &tower{t: t, store: store, make: storagetest.NewFactory(t, store), now: start}
	clock := app.ClockFunc(func() time.Time { return w.now })
	w.access = access.New(store, clock, &app.Bus{})
	w.Service = radar.New(radar.Params{Store: store, Protocols: protocol.NewRegistry(provider{}), Sight: w.access, Clock: clock})
	var err error
	w.owner, err = w.access.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	return w
}

func (w *tower) agent(name string) app.Agent {
	a := w.make.Agent(name)
	for _, env := range app.Environments {
		c := w.make.Channel(a.ID, env)
		w.change(c, func(c *app.Channel) { c.Protocol, c.Secrets = "p", map[string]app.SecretInfo{} })
	}
	return a
}

func (w *tower) change(c app.Channel, fn func(*app.Channel)) {
	w.t.Helper()
	w.make.Update(func(tx app.Tx) error {
		now, err := tx.GetChannel(c.AgentID, c.Environment)
		if err != nil {
			return err
		}
		fn(&now)
		return tx.UpdateChannel(now)
	})
}

// token gives a channel an access token that ends after a time.
func (w *tower) token(a app.Agent, env app.Environment, origin app.SecretRef, ends time.Duration) {
	info := w.make.Secret()
	info.Origin, info.ExpiresAt = origin, start.Add(ends)
	w.change(app.Channel{AgentID: a.ID, Environment: env}, func(c *app.Channel) { c.Secrets["access_token"] = info })
}

func (w *tower) due(at time.Duration) (texts []string, next time.Duration) {
	w.t.Helper()
	w.now = start.Add(at)
	ends, when, err := w.Due(context.Background())
	require.NoError(w.t, err)
	for _, e := range ends {
		texts = append(texts, e.Text.String())
	}
	if when.IsZero() {
		return texts, 0
	}
	return texts, when.Sub(start)
}

func (w *tower) ahead(m app.Member) (texts []string) {
	w.t.Helper()
	ends, err := w.Ahead(app.WithMember(context.Background(), m))
	require.NoError(w.t, err)
	for _, e := range ends {
		texts = append(texts, e.Text.String())
	}
	return texts
}

func TestWarningsOfOneToken(t *testing.T) {
	w := newTower(t)
	bank := w.agent("Nusantara Bank Assistant")
	texts, next := w.due(0)
	assert.Empty(t, texts)
	assert.Zero(t, next, "nothing ends")

	w.token(bank, app.Published, "m:1", 31*day)
	for _, c := range []struct {
		at   time.Duration
		text string
		next time.Duration
	}{
		{0, "", 1 * day},
		{1 * day, "Access token of Nusantara Bank Assistant ends in 30 days (23 Dec)", 17 * day},
		{1*day + time.Minute, "", 17 * day},
		{17*day + time.Minute, "Access token of Nusantara Bank Assistant ends in 14 days (23 Dec)", 24 * day},
		{24 * day, "Access token of Nusantara Bank Assistant ends in 7 days (23 Dec)", 30 * day},
		{20 * day, "", 30 * day}, // the clock was set back
		{29*day + 23*time.Hour, "", 30 * day},
		{30 * day, "Access token of Nusantara Bank Assistant ends in 1 day (23 Dec)", 31 * day},
		{31*day - time.Minute, "", 31 * day},
		{31 * day, "Access token of Nusantara Bank Assistant ended (23 Dec)", 0},
		{400 * day, "", 0},
	} {
		texts, next := w.due(c.at)
		if c.text == "" {
			assert.Empty(t, texts, c.at)
		} else {
			assert.Equal(t, []string{c.text}, texts, c.at)
			var lines []app.Activity
			w.make.View(func(tx app.Tx) (err error) { lines, err = tx.ListActivity(bank.ID, 1); return err })
			assert.Equal(t, app.ActExpiryWarned, lines[0].Kind)
			assert.Equal(t, c.text, lines[0].Text.String())
			assert.Equal(t, app.Published, lines[0].Environment)
		}
		assert.Equal(t, c.next, next, c.at)
	}

	w.token(bank, app.Published, "m:2", 410*day)
	texts, next = w.due(400*day + 12*time.Hour)
	assert.Equal(t, []string{"Access token of Nusantara Bank Assistant ends in 9 days (6 Jan 2028)"}, texts, "a new token begins anew, and several at once are one")
	assert.Equal(t, 403*day, next)
}

func TestALongSleepGivesOneWarning(t *testing.T) {
	w := newTower(t)
	bank := w.agent("Bank")
	w.token(bank, app.Draft, "m:1", 40*day)
	texts, next := w.due(0)
	assert.Empty(t, texts)
	assert.Equal(t, 10*day, next)
	texts, next = w.due(39*day + 12*time.Hour)
	assert.Equal(t, []string{"Access token of Bank (Draft) ends in less than a day (1 Jan 10:00)"}, texts)
	assert.Equal(t, 40*day, next)
}

func TestASharedTokenIsToldOfOnce(t *testing.T) {
	w := newTower(t)
	bank := w.agent("Bank")
	w.token(bank, app.Draft, "m:1", 10*day)
	w.token(bank, app.Published, "m:1", 10*day)
	texts, next := w.due(0)
	assert.Equal(t, []string{"Access token of Bank ends in 10 days (2 Dec)"}, texts)
	assert.Equal(t, 3*day, next)
	texts, _ = w.due(0)
	assert.Empty(t, texts)
	assert.Len(t, w.ahead(w.owner), 2, "each must be replaced")
}

func TestWhatHasNoEnd(t *testing.T) {
	w := newTower(t)
	bank := w.agent("Bank")
	w.token(bank, app.Published, "m:1", 10*day)
	w.change(app.Channel{AgentID: bank.ID, Environment: app.Published}, func(c *app.Channel) {
		forever := c.Secrets["access_token"]
		forever.NeverExpires = true
		c.Secrets["app_secret"] = forever
		c.Fields["auth"] = "hmac" // the token is not used
	})
	assert.Empty(t, w.ahead(w.owner))
	texts, next := w.due(0)
	assert.Empty(t, texts)
	assert.Zero(t, next)
}

func TestTheOldWebhookSecret(t *testing.T) {
	w := newTower(t)
	bank := w.agent("Bank")
	replace := func(overlap time.Duration) {
		old := w.make.Secret()
		old.SetAt = start.Add(-10 * day)
		w.change(app.Channel{AgentID: bank.ID, Environment: app.Published}, func(c *app.Channel) {
			c.Webhook.Previous, c.Webhook.PreviousUntil, c.Webhook.Secret.SetAt = old, start.Add(overlap), start
		})
	}
	replace(day)
	w.now = start
	assert.Equal(t, []string{"Old webhook secret of Bank ends in 1 day (23 Nov)"}, w.ahead(w.owner))
	texts, next := w.due(0)
	assert.Empty(t, texts, "who chose a day knows it")
	assert.Zero(t, next)

	replace(7 * day)
	published := w.make.Get(bank.ID, app.Published)
	for _, at := range []time.Duration{-20 * day, -5 * day, -day, time.Hour} {
		w.make.Update(func(tx app.Tx) error {
			_, err := tx.AddHandoff(app.Handoff{ChannelID: published.ID, At: start.Add(at), Way: app.HandoffPDF, WithSecret: true})
			return err
		})
	}
	texts, next = w.due(0)
	assert.Empty(t, texts)
	assert.Equal(t, 6*day, next)
	w.now = start.Add(next)
	ends, next2, err := w.Due(t.Context())
	require.NoError(t, err)
	require.Len(t, ends, 1)
	assert.True(t, next2.IsZero())
	assert.Equal(t, radar.KindOldWebhookSecret, ends[0].Kind)
	assert.Equal(t, "2 hand-off sheets were made with it and stop working then.", ends[0].Note.String())
	assert.Equal(t, []string{"channel", "webhook"}, []string{ends[0].Page, ends[0].Part})
}

func TestAheadIsWhatTheMemberMaySee(t *testing.T) {
	w := newTower(t)
	bank, kopi, late := w.agent("Bank"), w.agent("Kopi"), w.agent("Late")
	w.token(bank, app.Published, "m:1", 20*day)
	w.token(kopi, app.Published, "m:2", -2*day)
	w.token(late, app.Published, "m:3", 31*day)
	assert.Equal(t, []string{"Access token of Kopi ended (20 Nov)", "Access token of Bank ends in 20 days (12 Dec)"}, w.ahead(w.owner))
	ends, err := w.Ahead(app.WithMember(t.Context(), w.owner))
	require.NoError(t, err)
	assert.Equal(t, []int{-3, 20}, []int{ends[0].Days, ends[1].Days})

	guest, err := w.access.AddMember(app.WithMember(t.Context(), w.owner), access.NewMember{Name: "Guest", Role: app.NoRole})
	require.NoError(t, err)
	for _, ctx := range []context.Context{t.Context(), app.WithMember(t.Context(), guest)} {
		_, err = w.Ahead(ctx)
		storagetest.RequireCode(t, app.CodeForbidden, err)
	}
	guest.Roles = map[app.AgentID]app.Role{bank.ID: app.Viewer}
	require.NoError(t, w.access.UpdateMember(app.WithMember(t.Context(), w.owner), guest))
	assert.Equal(t, []string{"Access token of Bank ends in 20 days (12 Dec)"}, w.ahead(guest))

	ends, _, err = w.Due(app.WithMember(t.Context(), guest))
	require.NoError(t, err)
	require.Len(t, ends, 1)
	assert.Equal(t, bank.ID, ends[0].Agent.ID)
	texts, _ := w.due(0)
	assert.Equal(t, []string{"Access token of Kopi ended (20 Nov)"}, texts, "what the guest may not see is still to be told")
}

func TestIncompleteParams(t *testing.T) {
	assert.Panics(t, func() { radar.New(radar.Params{}) })
}
