package channel_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
)

// counted is a secret store that counts how often it is asked, and may be locked.
type counted struct {
	app.SecretStore
	mu     sync.Mutex
	asked  int
	locked bool
}

func (c *counted) Get(ctx context.Context, ref app.SecretRef) (app.Secret, error) {
	c.mu.Lock()
	c.asked++
	locked := c.locked
	c.mu.Unlock()
	if locked {
		return app.Secret{}, app.NewError(app.CodeSecretsUnavailable, app.Say("Locked."))
	}
	return c.SecretStore.Get(ctx, ref)
}

func (c *counted) lock(locked bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.locked = locked
}

func (c *counted) times() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked
}

// liveDesk is a desk whose secret store counts, with one channel of the second
// protocol.
func liveDesk(t *testing.T) (*desk, *counted, app.Channel) {
	t.Helper()
	d := newDesk(t)
	secrets := &counted{SecretStore: d.secrets}
	d.Service = channel.New(channel.Params{
		Store: d.Store, Secrets: secrets, Protocols: d.Protocols, Guard: d.Guard, Bus: d.Bus, Clock: d, Log: d.Log,
	})
	id := d.agent("Live")
	require.NoError(t, d.Save(d.owner(), id, app.Published, channel.Edits{
		Protocol: ptr(app.ProtocolID("second")), AccountCode: ptr("0811-5550-0188"), Fields: map[string]string{"room": "5"},
		Secrets: map[string]app.Secret{"token": app.NewSecret(tokenOne)},
	}, ""))
	return d, secrets, d.get(id, app.Published).Channel
}

func TestLiveByKey(t *testing.T) {
	d, secrets, c := liveDesk(t)
	ctx := context.Background() // nobody: the gateway asks
	l, err := d.LiveByKey(ctx, "second", c.Key)
	require.NoError(t, err)
	assert.Equal(t, c.ID, l.Channel.ID)
	assert.Equal(t, "Live", l.Agent.Name)
	assert.Equal(t, app.ProtocolID("second"), l.Protocol.Declaration().ID)
	assert.Equal(t, tokenOne, l.Config.Secrets["token"].Expose())
	assert.False(t, l.Config.WebhookSecret.IsEmpty())
	assert.True(t, l.PreviousSecret.IsEmpty())
	asked := secrets.times()
	for range 5 {
		_, err := d.LiveByKey(ctx, "second", c.Key)
		require.NoError(t, err)
	}
	assert.Equal(t, asked, secrets.times(), "the secret store is asked once")

	for _, at := range [][2]string{{"first", c.Key}, {"", c.Key}, {"second", "xx-000000"}, {"second", ""}} {
		_, err := d.LiveByKey(ctx, at[0], at[1])
		assert.Equal(t, app.CodeNotFound, app.ErrorCode(err), at)
	}
	empty := d.get(d.agent("Empty"), app.Published).Channel
	_, err = d.LiveByKey(ctx, "", empty.Key)
	assert.Equal(t, app.CodeNotFound, app.ErrorCode(err), "no protocol, no address")

	d.save(c.AgentID, app.Published, channel.Edits{Fields: map[string]string{"room": "6"}, Secrets: map[string]app.Secret{"token": app.NewSecret(tokenTwo)}})
	l, err = d.LiveByKey(ctx, "second", c.Key)
	require.NoError(t, err)
	assert.Equal(t, "6", l.Channel.Fields["room"], "a change counts at once")
	assert.Equal(t, tokenTwo, l.Config.Secrets["token"].Expose())
}

func TestLiveByID(t *testing.T) {
	d, _, c := liveDesk(t)
	other := d.get(d.ready("Other"), app.Published).Channel
	for range 2 {
		for _, want := range []app.Channel{c, other} {
			l, err := d.LiveByID(context.Background(), want.ID)
			require.NoError(t, err)
			assert.Equal(t, want.Key, l.Channel.Key)
		}
	}
	require.NoError(t, d.DeleteAgent(d.owner(), other.AgentID))
	_, err := d.LiveByID(context.Background(), other.ID)
	assert.Equal(t, app.CodeNotFound, app.ErrorCode(err))
	_, err = d.LiveByID(context.Background(), 4711)
	assert.Equal(t, app.CodeNotFound, app.ErrorCode(err))
	empty := d.get(d.agent("Empty"), app.Published).Channel
	_, err = d.LiveByID(context.Background(), empty.ID)
	assert.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
}

func TestLivePreviousSecret(t *testing.T) {
	d, _, c := liveDesk(t)
	before, err := d.LiveByKey(context.Background(), "second", c.Key)
	require.NoError(t, err)
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), c.AgentID, app.Published, time.Hour))
	l, err := d.LiveByKey(context.Background(), "second", c.Key)
	require.NoError(t, err)
	assert.Equal(t, before.Config.WebhookSecret.Expose(), l.PreviousSecret.Expose())
	assert.NotEqual(t, l.PreviousSecret.Expose(), l.Config.WebhookSecret.Expose())
	d.pass(time.Hour)
	l, err = d.LiveByKey(context.Background(), "second", c.Key)
	require.NoError(t, err)
	assert.True(t, l.PreviousSecret.IsEmpty(), "also while nobody has retired it")
}

func TestLiveWithALockedSecretStore(t *testing.T) {
	d, secrets, c := liveDesk(t)
	secrets.lock(true)
	_, err := d.LiveByKey(context.Background(), "second", c.Key)
	require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
	asked := secrets.times()
	for range 5 {
		_, err := d.LiveByKey(context.Background(), "second", c.Key)
		require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
	}
	assert.LessOrEqual(t, secrets.times(), asked+1, "each question may show a dialog")
	secrets.lock(false)
	d.pass(10 * time.Second)
	l, err := d.LiveByKey(context.Background(), "second", c.Key)
	require.NoError(t, err)
	secrets.lock(true)
	_, err = d.LiveByKey(context.Background(), "second", c.Key)
	require.NoError(t, err, "what is known already does not need the store")

	secrets.lock(false)
	require.NoError(t, d.secrets.Delete(context.Background(), l.Channel.Secrets["token"].Ref))
	fresh := channel.New(d.Params)
	l, err = fresh.LiveByKey(context.Background(), "second", c.Key)
	require.NoError(t, err)
	_, ok := l.Config.Secrets["token"]
	assert.False(t, ok, "a value that is gone is absent")
	_, err = fresh.LiveByKey(cancelled(), "second", c.Key)
	require.Error(t, err)
}

func cancelled() context.Context {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	return ctx
}

// TestLiveIsNeverOlderThanTheQuestion changes a channel again and again while many
// ask for it.
func TestLiveIsNeverOlderThanTheQuestion(t *testing.T) {
	d, _, c := liveDesk(t)
	var mu sync.Mutex
	var revision int64
	stop := make(chan struct{})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				mu.Lock()
				least := revision
				mu.Unlock()
				l, err := d.LiveByKey(context.Background(), "second", c.Key)
				assert.NoError(t, err)
				assert.GreaterOrEqual(t, l.Channel.Revision, least)
				l.Config.Channel.Fields["room"] = "spoiled"
			}
		})
	}
	for range 50 {
		require.NoError(t, d.Store.Update(context.Background(), func(tx app.Tx) error {
			now, err := tx.GetChannel(c.AgentID, c.Environment)
			if err != nil {
				return err
			}
			assert.Equal(t, "5", now.Fields["room"])
			return tx.UpdateChannel(now)
		}))
		mu.Lock()
		revision = d.get(c.AgentID, app.Published).Channel.Revision
		mu.Unlock()
	}
	close(stop)
	wait.Wait()
}
