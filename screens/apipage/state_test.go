package apipage

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

func TestTheStatesOfAKey(t *testing.T) {
	for name, c := range map[string]struct {
		key          app.APIKey
		state        keyState
		word, detail string
		kind         kit.Kind
	}{
		"without an end":    {app.APIKey{}, keyOpen, "Never", "", kit.KindNeutral},
		"far away":          {app.APIKey{ExpiresAt: now.AddDate(1, 0, 0)}, keyOpen, "17 Nov 2027", "", kit.KindNeutral},
		"ending":            {app.APIKey{ExpiresAt: now.AddDate(0, 0, 6)}, keyEnding, "In 6 days", "23 Nov 2026", kit.KindWarn},
		"ending in hours":   {app.APIKey{ExpiresAt: now.Add(26 * time.Hour)}, keyEnding, "In 26 hours", "18 Nov 2026", kit.KindWarn},
		"ending in minutes": {app.APIKey{ExpiresAt: now.Add(5 * time.Minute)}, keyEnding, "In 5 minutes", "17 Nov 2026", kit.KindWarn},
		"ending now":        {app.APIKey{ExpiresAt: now.Add(time.Second)}, keyEnding, "In a minute", "17 Nov 2026", kit.KindWarn},
		"ended":             {app.APIKey{ExpiresAt: now}, keyEnded, "Ended", "17 Nov 2026", kit.KindNeutral},
		"revoked":           {app.APIKey{RevokedAt: now, ExpiresAt: now.AddDate(1, 0, 0)}, keyRevoked, "Revoked", "17 Nov 2026", kit.KindDanger},
		"old":               {app.APIKey{ReplacedBy: 3, ExpiresAt: now.Add(20 * time.Hour)}, keyOld, "In 20 hours", "Old key", kit.KindWarn},
		"rotated away":      {app.APIKey{ReplacedBy: 3, ExpiresAt: now.Add(-time.Hour)}, keyEnded, "Rotated", "17 Nov 2026", kit.KindNeutral},
		"revoked while old": {app.APIKey{ReplacedBy: 3, RevokedAt: now, ExpiresAt: now}, keyRevoked, "Revoked", "17 Nov 2026", kit.KindDanger},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.state, stateOf(c.key, now))
			word, detail, kind := endWords(c.key, now)
			assert.Equal(t, []any{c.word, c.detail, c.kind}, []any{word, detail, kind})
		})
	}
}

func TestWordsOfAKey(t *testing.T) {
	both := []app.KeyScope{app.ScopeSend, app.ScopeRead}
	assert.Equal(t, "Send, read", scopesText(both))
	assert.Equal(t, "Read", scopesText(both[1:]))
	assert.Equal(t, "allowed to send and read", allowedText(both))
	assert.Equal(t, "This key was never used.", lastUse(app.APIKey{}, now))
	assert.Equal(t, "Last use: Just now, from 10.0.0.1.", lastUse(app.APIKey{LastUsedAt: now, LastUsedFrom: "10.0.0.1"}, now))
	assert.Equal(t, "Last use: Today 08:41.", lastUse(app.APIKey{LastUsedAt: now.Add(-time.Hour)}, now))
	for d, want := range map[time.Duration]string{0: "Not at all", time.Hour: "1 hour", 24 * time.Hour: "24 hours", 7 * 24 * time.Hour: "7 days"} {
		assert.Equal(t, want, overlapText(d))
	}
	assert.True(t, endOf(endNever, now).IsZero())
	for _, o := range endOptions() {
		if o.Value != endNever {
			assert.True(t, endOf(o.Value, now).After(now), o.Value)
		}
	}
}
