package radar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/radar"
)

// key makes an API key, made at the start, that ends after a time; 0 for never.
func (w *tower) key(a app.Agent, env app.Environment, name string, ends time.Duration) app.APIKey {
	k := app.APIKey{AgentID: a.ID, Environment: env, Name: name, Hash: fmt.Sprint("hash of ", name, w.now), Scopes: []app.KeyScope{app.ScopeRead}, CreatedAt: w.now}
	if ends != 0 {
		k.ExpiresAt = start.Add(ends)
	}
	w.make.Update(func(tx app.Tx) (err error) { k.ID, err = tx.AddKey(k); return err })
	return k
}

func (w *tower) changeKey(k app.APIKey) {
	w.make.Update(func(tx app.Tx) error { return tx.UpdateKey(k) })
}

func TestWarningsOfAnAPIKey(t *testing.T) {
	w := newTower(t)
	w.now = start
	bank := w.agent("Bank")
	w.key(bank, app.Published, "Core banking", 31*day)
	w.key(bank, app.Published, "For ever", 0)
	revoked := w.key(bank, app.Draft, "Test", 31*day)
	revoked.RevokedAt = start
	w.changeKey(revoked)
	for _, c := range []struct {
		at   time.Duration
		text string
		next time.Duration
	}{
		{0, "", 1 * day},
		{1 * day, "API key Core banking of Bank ends in 30 days (23 Dec)", 17 * day},
		{18 * day, "API key Core banking of Bank ends in 13 days (23 Dec)", 24 * day},
		{24 * day, "API key Core banking of Bank ends in 7 days (23 Dec)", 30 * day},
		{30 * day, "API key Core banking of Bank ends in 1 day (23 Dec)", 31 * day},
		{31 * day, "API key Core banking of Bank ended (23 Dec)", 0},
		{32 * day, "", 0},
	} {
		texts, next := w.due(c.at)
		if c.text == "" {
			assert.Empty(t, texts, c.at)
		} else {
			assert.Equal(t, []string{c.text}, texts, c.at)
		}
		assert.Equal(t, c.next, next, c.at)
	}
	assert.Equal(t, []string{"API key Core banking of Bank ended (23 Dec)"}, w.ahead(w.owner))
	w.now = start.Add(38 * day)
	assert.Empty(t, w.ahead(w.owner), "not for ever")
	texts, next := w.due(38 * day)
	assert.Empty(t, texts)
	assert.Zero(t, next)
}

func TestAKeyThatWasRotatedIsMeantToEnd(t *testing.T) {
	w := newTower(t)
	w.now = start
	bank := w.agent("Bank")
	old := w.key(bank, app.Draft, "Core banking", 0)
	w.now = start.Add(day)
	made := w.key(bank, app.Draft, "Core banking", 0)
	old.ReplacedBy, old.ExpiresAt = made.ID, start.Add(8*day)
	w.changeKey(old)

	texts, next := w.due(day)
	assert.Empty(t, texts, "seven days are what the person just chose")
	assert.Equal(t, 7*day, next)
	texts, next = w.due(7 * day)
	assert.Equal(t, []string{"Old API key Core banking of Bank (Draft) ends in 1 day (30 Nov)"}, texts)
	assert.Zero(t, next)
	ends, err := w.Ahead(app.WithMember(t.Context(), w.owner))
	require.NoError(t, err)
	require.Len(t, ends, 1)
	assert.Equal(t, radar.KindAPIKey, ends[0].Kind)
	assert.Equal(t, "api", ends[0].Page)
	texts, _ = w.due(9 * day)
	assert.Empty(t, texts)
	assert.Empty(t, w.ahead(w.owner))
}
