package channel_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

func TestALockedStoreSavesNothingHalf(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	changedDraft(d, id)
	bare := d.ready("Bare")
	draft, published := d.get(id, app.Draft).Channel, d.get(id, app.Published).Channel
	d.secrets.set(true, 0)

	for name, err := range map[string]error{
		"secret":     d.Save(d.owner(), id, app.Draft, channel.SetSecret("token", "some-new-token-value"), ""),
		"publish":    d.Publish(d.owner(), id, channel.Publication{Names: []string{"token", "mode"}, BaseVersion: 1}),
		"regenerate": d.RegenerateWebhookSecret(d.owner(), id, app.Draft, time.Hour),
		"draft":      d.CreateDraft(d.owner(), bare),
	} {
		e := storagetest.RequireCode(t, app.CodeSecretsUnavailable, err)
		assert.Equal(t, "The keychain is locked.", e.Error(), name)
	}
	assert.Equal(t, draft, d.get(id, app.Draft).Channel)
	assert.Equal(t, published, d.get(id, app.Published).Channel)
	assert.False(t, d.get(bare, app.Published).Agent.HasDraft)
	_, err := d.Lost(d.owner())
	storagetest.RequireCode(t, app.CodeSecretsUnavailable, err)

	d.save(id, app.Draft, channel.SetField("note", "without the keychain"))
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"note"}, BaseVersion: 1}), "settings without secrets can be published")
	other := d.agent("Other")
	require.NoError(t, d.Save(d.owner(), other, app.Published, channel.SetProtocol("first"), ""))
	assert.False(t, d.get(other, app.Published).Channel.Webhook.Secret.Present())
	require.NoError(t, d.DeleteDraft(d.owner(), id), "the values go later")

	d.secrets.set(false, 0)
	n, err := d.Sweep(d.owner(), true)
	require.NoError(t, err)
	assert.Positive(t, n)
	d.requireTidy()
	d.save(other, app.Published, channel.SetField("id", "1"))
	assert.True(t, d.get(other, app.Published).Channel.Webhook.Secret.Present(), "the next save makes what was missing")
	d.requireWhole(other)
	d.requireTidy()
}

// operations are all that touch the secret store.
var operations = map[string]func(*desk, app.AgentID) error{
	"save secrets": func(d *desk, id app.AgentID) error {
		return d.Save(d.owner(), id, app.Draft, channel.Edits{Secrets: map[string]app.Secret{
			"token": app.NewSecret("brand-new-token-value"), "extra": app.NewSecret("brand-new-extra-value"),
		}}, "")
	},
	"save published": func(d *desk, id app.AgentID) error {
		e := channel.SetSecret("token", "brand-new-token-value")
		e.BaseVersion = 1
		return d.Save(d.owner(), id, app.Published, e, "")
	},
	"protocol": func(d *desk, id app.AgentID) error {
		return d.Save(d.owner(), id, app.Draft, channel.SetProtocol("second").Merge(channel.SetSecret("token", "brand-new-token-value")), "")
	},

	"publish": func(d *desk, id app.AgentID) error {
		return d.Publish(d.owner(), id, channel.Publication{Names: []string{"token", "extra"}, BaseVersion: 1})
	},
	"regenerate": func(d *desk, id app.AgentID) error { return d.RegenerateWebhookSecret(d.owner(), id, app.Draft, 0) },
	"stop":       func(d *desk, id app.AgentID) error { return d.StopWebhookSecret(d.owner(), id, app.Published) },
	"delete":     func(d *desk, id app.AgentID) error { return d.DeleteDraft(d.owner(), id) },
	"agent":      func(d *desk, id app.AgentID) error { return d.DeleteAgent(d.owner(), id) },
	"retire": func(d *desk, _ app.AgentID) error {
		d.pass(9 * 24 * time.Hour)
		_, err := d.RetireDue(d.owner())
		return err
	},
	"first setup": func(d *desk, _ app.AgentID) error {
		a, err := d.CreateAgent(d.owner(), channel.NewAgent{Name: "New"})
		if err != nil {
			return err
		}
		return d.Save(d.owner(), a.ID, app.Published, firstSetUp(), "")
	},
	"new draft": func(d *desk, _ app.AgentID) error {
		a, err := d.FindAgent(d.owner(), "Two")
		if err != nil {
			return err
		}
		return d.CreateDraft(d.owner(), a.ID)
	},
}

func TestTheStoreFailsAtEachPosition(t *testing.T) {
	for name, op := range operations {
		for _, half := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%v", name, half), func(t *testing.T) {
				failed := 0
				for at := 1; at < 30; at++ {
					d := newDesk(t)
					id := d.drafted("One")
					changedDraft(d, id)
					require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, time.Hour))
					d.ready("Two")
					before := d.state(t)
					d.secrets.half = half
					d.secrets.set(false, at)
					err := op(d, id)
					reached := d.secrets.calls >= at
					d.secrets.set(false, 0)
					if err != nil {
						storagetest.RequireCode(t, app.CodeSecretsUnavailable, err)
						if name != "first setup" && name != "stop" { // its agent is new, and a leak is stopped in any case
							require.Equal(t, before, d.state(t), "nothing half-changed")
						}
					}
					lost, lerr := d.Lost(d.owner())
					require.NoError(t, lerr)
					require.Empty(t, lost)
					_, err = d.Sweep(d.owner(), true)
					require.NoError(t, err)
					d.requireTidy()
					if name != "agent" {
						d.requireWhole(id)
					}
					if !reached {
						break
					}
					failed++
				}
				assert.Positive(t, failed)
			})
		}
	}
}

// state is everything that is configured.
func (d *desk) state(t *testing.T) (channels []app.Channel) {
	t.Helper()
	require.NoError(t, d.Store.View(context.Background(), func(tx app.Tx) (err error) {
		channels, err = tx.ListChannels()
		return err
	}))
	return channels
}

// failingStore fails its nth Update, before or after it was committed.
type failingStore struct {
	app.Store
	at, calls int
	after     bool
}

func (s *failingStore) Update(ctx context.Context, fn func(app.Tx) error) error {
	s.calls++
	if s.calls != s.at {
		return s.Store.Update(ctx, fn)
	}
	if s.after {
		if err := s.Store.Update(ctx, fn); err != nil {
			return err
		}
	}
	return errors.New("the disk went away")
}

func TestTheDatabaseFailsAtEachPosition(t *testing.T) {
	for name, op := range operations {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%v", name, after), func(t *testing.T) {
				for at := 1; at < 30; at++ {
					store := &failingStore{Store: storagetest.New(t), after: after}
					d := newDeskOn(t, store, memorySecrets())
					id := d.drafted("One")
					changedDraft(d, id)
					require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, time.Hour))
					d.ready("Two")
					store.calls, store.at = 0, at
					_ = op(d, id)
					reached := store.calls >= at
					store.at = 0
					_, err := d.Sweep(d.owner(), true)
					require.NoError(t, err)
					d.requireTidy()
					if !reached {
						break
					}
				}
			})
		}
	}
}

func TestSweepLeavesWhatIsBeingStaged(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	once := true
	d.between(func() {
		if once {
			once = false
			n, err := d.Sweep(d.owner(), false)
			require.NoError(t, err)
			require.Zero(t, n)
		}
	})
	d.save(id, app.Draft, channel.SetSecret("token", tokenTwo))
	d.requireTidy()
}

func TestSweepRemovesWhatAKillLeft(t *testing.T) {
	d := newDesk(t)
	d.drafted("One")
	ref := d.Secrets.NewRef()
	require.NoError(t, d.Store.Update(d.owner(), func(tx app.Tx) error { return tx.AddSecretRef(ref, d.Now().Add(365*24*time.Hour)) }))
	require.NoError(t, d.Secrets.Put(d.owner(), ref, app.NewSecret("left over")))
	n, err := d.Sweep(d.owner(), false)
	require.NoError(t, err)
	assert.Zero(t, n)
	n, err = d.Sweep(d.owner(), true)
	require.NoError(t, err)
	assert.Equal(t, 1, n, "also one of a clock that was wrong")
	d.requireTidy()
}

func TestLostNamesWhatIsGone(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	c := d.get(id, app.Draft).Channel
	for _, ref := range []app.SecretRef{c.Secrets["token"].Ref, c.Webhook.Secret.Ref} {
		require.NoError(t, d.secrets.SecretStore.Delete(d.owner(), ref))
	}
	lost, err := d.Lost(d.owner())
	require.NoError(t, err)
	require.Len(t, lost, 2)
	for _, l := range lost {
		assert.Equal(t, app.Draft, l.Environment)
		assert.Equal(t, "One", l.Agent.Name)
		assert.Equal(t, app.CodeSecretMissing, l.Problem.Code)
		assert.Contains(t, []string{"token", app.WebhookSecretName}, l.Name)
	}
	_, err = d.Check(d.owner(), id, app.Draft, nil)
	storagetest.RequireCode(t, app.CodeSecretMissing, err)
	d.save(id, app.Draft, channel.SetSecret("token", tokenOne))
	require.NoError(t, d.StopWebhookSecret(d.owner(), id, app.Draft))
	lost, err = d.Lost(d.owner())
	require.NoError(t, err)
	assert.Empty(t, lost)
}

func TestWithTheEncryptedFile(t *testing.T) {
	store := storagetest.New(t)
	file := secret.NewFile(store.Dir(), func(context.Context) (app.Secret, error) { return app.NewSecret("correct horse"), nil })
	d := newDeskOn(t, store, secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInFile: file}, app.SecretsInFile, nil))
	id := d.drafted("One")
	changedDraft(d, id)
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"token", "extra"}, BaseVersion: 1}))
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Published, time.Hour))
	require.NoError(t, d.DeleteDraft(d.owner(), id))
	d.requireTidy()
	d.requireWhole(id)
	value, err := d.Reveal(d.owner(), id, app.Published, "token")
	require.NoError(t, err)
	assert.True(t, value.Expose() == tokenTwo)
}
