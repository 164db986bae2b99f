package inbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

func TestASelfTestLeavesNothingBehind(t *testing.T) {
	o := newOffice(t)
	meta := o.meta()
	for _, c := range []app.Channel{meta, o.qontak("Toko", roomChannel)} {
		l, err := o.channels.LiveByKey(o.ctx, o.hook(c, "").HookPath, c.Key)
		require.NoError(t, err)
		secret := l.Config.WebhookSecret
		send := func(body []byte) (int, string) {
			a := o.Take(context.Background(), o.hook(c, string(body)))
			assert.True(t, a.SelfTest)
			return a.Status, a.Body
		}
		body, want := protocol.MakeSelfTest(secret, c.Key, o.clock.Now())
		status, got := send(body)
		assert.Equal(t, 200, status)
		assert.Equal(t, want, got)

		status, got = send(body)
		assert.Equal(t, 403, status, "taken once")
		assert.Contains(t, got, protocol.SelfTestRepeated)
		for _, late := range []time.Duration{-11 * time.Minute, 11 * time.Minute} {
			body, _ = protocol.MakeSelfTest(secret, c.Key, o.clock.Now().Add(late))
			status, got = send(body)
			assert.Equal(t, 403, status)
			assert.Contains(t, got, protocol.SelfTestClock)
		}
		for _, foreign := range []struct {
			secret app.Secret
			key    string
		}{{app.NewSecret("another"), c.Key}, {secret, "xx-000000"}} {
			body, _ = protocol.MakeSelfTest(foreign.secret, foreign.key, o.clock.Now())
			status, got = send(body)
			assert.Equal(t, 403, status)
			assert.Contains(t, got, protocol.SelfTestForeign)
		}
		status, _ = send([]byte(`{"channeldesk_self_test":{}}`))
		assert.Equal(t, 403, status)
	}

	l, err := o.channels.LiveByKey(o.ctx, "meta", meta.Key)
	require.NoError(t, err)
	body, _ := protocol.MakeSelfTest(l.Config.WebhookSecret, meta.Key, o.clock.Now())
	h := o.hook(meta, string(body))
	h.Header = nil
	assert.Equal(t, 401, o.Take(context.Background(), h).Status, "it passes the same check as every webhook")

	o.Wait()
	assert.Empty(t, o.signs.seen, "no sign of life")
	o.view(func(tx app.Tx) error {
		all, err := tx.ListArrivals(0, 0, 10)
		assert.Empty(t, all)
		return err
	})
}
