package apikey_test

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/apikey"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"
)

// station runs the service inside a bubble where time passes by itself.
type station struct {
	*apikey.Service
	t      *testing.T
	store  *storage.DB
	agent  app.Agent
	key    app.APIKey
	value  app.Secret
	cancel context.CancelFunc
	done   chan struct{}
}

func newStation(t *testing.T) *station {
	store, err := storage.Open(t.Context(), storage.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	s := &station{t: t, store: store}
	guard := access.New(store, app.SystemClock, &app.Bus{})
	owner, err := guard.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	s.agent = storagetest.NewFactory(t, store).Agent("Bank")
	storagetest.NewFactory(t, store).Channel(s.agent.ID, app.Published)
	s.Service = apikey.New(apikey.Params{Store: store, Guard: guard, Bus: &app.Bus{}, Clock: app.SystemClock, Log: slog.New(slog.DiscardHandler)})
	s.key, s.value, err = s.Create(app.WithMember(t.Context(), owner), s.agent.ID, app.Published, apikey.NewKey{Name: "Core banking", Scopes: apikey.Scopes})
	require.NoError(t, err)
	return s
}

func (s *station) start() {
	ctx, cancel := context.WithCancel(s.t.Context())
	s.cancel, s.done = cancel, make(chan struct{})
	go func() { defer close(s.done); _ = s.Run(ctx) }()
}

func (s *station) stop() { s.cancel(); <-s.done }

func (s *station) use(from string) {
	_, refused := s.Check(s.t.Context(), s.value, app.ScopeSend, from)
	require.Nil(s.t, refused)
}

func (s *station) stored() (k app.APIKey) {
	require.NoError(s.t, s.store.View(s.t.Context(), func(tx app.Tx) (err error) { k, err = tx.GetKey(s.key.ID); return err }))
	return k
}

func (s *station) lines() (texts []string) {
	require.NoError(s.t, s.store.View(s.t.Context(), func(tx app.Tx) error {
		lines, err := tx.FindActivity(app.ActivityFilter{Kinds: []string{app.ActKeyUsed}})
		for _, l := range lines {
			texts = append(texts, l.By+": "+l.Text.String())
		}
		return err
	}))
	return texts
}

func TestLastUseIsWrittenAtMostOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		s.start()
		first := time.Now()
		s.use("10.0.0.5:4711")
		synctest.Wait()
		assert.Equal(t, "10.0.0.5", s.stored().LastUsedFrom, "the first one at once")

		time.Sleep(20 * time.Second)
		s.use("[2001:db8::1]:80")
		synctest.Wait()
		assert.True(t, s.stored().LastUsedAt.Equal(first), "the next one within the minute waits")
		time.Sleep(41 * time.Second)
		synctest.Wait()
		assert.True(t, s.stored().LastUsedAt.Equal(first.Add(20*time.Second)))
		assert.Equal(t, "2001:db8::1", s.stored().LastUsedFrom)

		time.Sleep(time.Second)
		s.use("not an address\n")
		s.stop()
		assert.True(t, s.stored().LastUsedAt.Equal(first.Add(62*time.Second)), "the rest with the end")
		assert.Empty(t, s.stored().LastUsedFrom)
		require.NoError(t, s.store.Close())
	})
}

func TestUseIsSummedUpOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t) // the bubble begins at midnight, 1 January 2000
		s.start()
		for range 5 {
			s.use("10.0.0.5")
			time.Sleep(time.Hour)
		}
		synctest.Wait()
		assert.Empty(t, s.lines(), "the day is not over")
		s.stop()
		s.start() // counted on after a restart
		s.use("10.0.0.5")
		time.Sleep(19*time.Hour + time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"Channel Desk: API key Core banking was used 6 times on 1 Jan 2000"}, s.lines())

		s.use("10.0.0.5")
		s.stop()
		time.Sleep(5 * 24 * time.Hour)
		s.start()
		synctest.Wait()
		assert.Equal(t, "Channel Desk: API key Core banking was used once on 2 Jan 2000", s.lines()[0])
		time.Sleep(5 * 24 * time.Hour)
		s.stop()
		assert.Len(t, s.lines(), 2, "no line for days without use")
		require.NoError(t, s.store.Close())
	})
}
