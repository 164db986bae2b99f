package channel_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/storage/storagetest"
)

func (d *desk) webhookSecret(id app.AgentID, env app.Environment) string {
	d.t.Helper()
	v, err := d.Reveal(d.owner(), id, env, app.WebhookSecretName)
	require.NoError(d.t, err)
	return v.Expose()
}

func TestWebhookSecretIsRandomAndUsableInAnAddress(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	seen := map[string]bool{}
	for range 20 {
		v := d.webhookSecret(id, app.Draft)
		require.False(t, seen[v])
		seen[v] = true
		raw, err := base64.RawURLEncoding.DecodeString(v)
		require.NoError(t, err)
		require.Len(t, raw, channel.WebhookSecretBytes)
		require.NoError(t, d.StopWebhookSecret(d.owner(), id, app.Draft))
	}
	require.NotContains(t, seen, d.webhookSecret(id, app.Published))
	d.requireTidy()
}

func TestOverlapEndsAtTheDeadline(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	old := d.get(id, app.Published).Channel.Webhook.Secret
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Published, time.Hour))
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, 24*time.Hour))
	w := d.get(id, app.Published).Channel.Webhook
	assert.Equal(t, old, w.Previous)
	assert.Equal(t, storagetest.Now.Add(time.Hour), w.PreviousUntil)
	assert.NotEqual(t, old.Ref, w.Secret.Ref)
	assert.Equal(t, 2, d.get(id, app.Published).Channel.Version)
	d.requireWhole(id)
	d.requireTidy()

	d.pass(time.Hour - time.Millisecond)
	next, err := d.RetireDue(d.owner())
	require.NoError(t, err)
	assert.Equal(t, w.PreviousUntil, next)
	assert.True(t, d.get(id, app.Published).Channel.Webhook.Previous.Present())

	d.pass(time.Millisecond)
	next, err = d.RetireDue(d.owner())
	require.NoError(t, err)
	assert.Equal(t, storagetest.Now.Add(24*time.Hour), next)
	after := d.get(id, app.Published).Channel.Webhook
	assert.False(t, after.Previous.Present())
	assert.True(t, after.PreviousUntil.IsZero())
	assert.Equal(t, w.Secret, after.Secret)
	assert.NotContains(t, d.secrets.stored(), old.Ref, "the value is gone, also for older versions")
	assert.Equal(t, []string{app.ActWebhookSecretOld}, d.kinds(id, 1))
	d.requireTidy()

	d.pass(48 * time.Hour)
	next, err = d.RetireDue(d.owner())
	require.NoError(t, err)
	assert.True(t, next.IsZero())
	d.requireTidy()
}

func TestStoppingEndsBothAtOnce(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	first := d.get(id, app.Published).Channel.Webhook.Secret.Ref
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Published, channel.DefaultOverlap))
	second := d.get(id, app.Published).Channel.Webhook.Secret.Ref
	require.NoError(t, d.StopWebhookSecret(d.owner(), id, app.Published))
	w := d.get(id, app.Published).Channel.Webhook
	assert.False(t, w.Previous.Present())
	assert.NotContains(t, d.secrets.stored(), first)
	assert.NotContains(t, d.secrets.stored(), second)
	assert.Equal(t, "Webhook secret regenerated, the old one stopped at once", d.activity(id, 1)[0].Text.String())
	d.requireTidy()
	for _, overlap := range []time.Duration{-1, 7*24*time.Hour + 1} {
		storagetest.RequireCode(t, app.CodeInvalid, d.RegenerateWebhookSecret(d.owner(), id, app.Published, overlap))
	}
	require.NoError(t, d.DeleteDraft(d.owner(), id))
	storagetest.RequireCode(t, app.CodeLocked, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, 0))
	d.requireTidy()
}

func TestRevealAndCopyAreWrittenDownWithoutTheValue(t *testing.T) {
	d := newDesk(t)
	id := d.ready("One")
	_, err := d.Reveal(d.owner(), id, app.Published, "token")
	require.NoError(t, err)
	_, err = d.CopySecret(d.owner(), id, app.Published, app.WebhookSecretName)
	require.NoError(t, err)
	lines := d.activity(id, 2)
	assert.Equal(t, "Sari copied the Published Webhook secret", lines[0].Text.String())
	assert.Equal(t, "Sari revealed the Published Access token", lines[1].Text.String())
	assert.Equal(t, []string{app.ActSecretCopied, app.ActSecretRevealed}, d.kinds(id, 2))
	assert.Equal(t, app.Published, lines[0].Environment)
	for _, l := range lines {
		assert.Empty(t, l.Before+l.After)
	}

	for _, name := range []string{"extra", "nothing", app.PreviousWebhookSecretName, ""} {
		_, err = d.Reveal(d.owner(), id, app.Published, name)
		storagetest.RequireCode(t, app.CodeIncomplete, err)
	}
	_, err = d.Reveal(d.owner(), id, app.Draft, "token")
	storagetest.RequireCode(t, app.CodeLocked, err)
	d.secrets.set(true, 0)
	_, err = d.Reveal(d.owner(), id, app.Published, "token")
	storagetest.RequireCode(t, app.CodeSecretsUnavailable, err)
	assert.Equal(t, lines, d.activity(id, 2), "what was not shown is not written down")
}

func TestALeakIsStoppedWhileTheStoreIsLocked(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Published, time.Hour))
	d.secrets.set(true, 0)
	e := storagetest.RequireCode(t, app.CodeSecretsUnavailable, d.RegenerateWebhookSecret(d.owner(), id, app.Published, 0))
	assert.Equal(t, "The keychain is locked.", e.Error())
	assert.True(t, d.get(id, app.Published).Channel.Webhook.Secret.Present())
	for _, env := range app.Environments {
		e := storagetest.RequireCode(t, app.CodeSecretsUnavailable, d.StopWebhookSecret(d.owner(), id, env))
		assert.Contains(t, e.Error(), "The webhook secret stopped, but a new one cannot be made now. The keychain is locked.")
		w := d.get(id, env).Channel.Webhook
		assert.False(t, w.Secret.Present() || w.Previous.Present())
		assert.True(t, w.PreviousUntil.IsZero())
		assert.Equal(t, []string{app.ActWebhookSecretOld}, d.kinds(id, 1))
	}
	d.requireWhole(id)
	d.secrets.set(false, 0)
	_, err := d.Sweep(d.owner(), true)
	require.NoError(t, err)
	d.requireTidy()
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, 0))
	d.save(id, app.Published, channel.SetField("note", "x"))
	for _, env := range app.Environments {
		assert.True(t, d.get(id, env).Channel.Webhook.Secret.Present())
	}
	d.requireTidy()
}
