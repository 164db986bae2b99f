package forward_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/forward"
	"channeldesk/app/inbox"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// The same over a real connection, with the client that the program uses.
func TestOverANetwork(t *testing.T) {
	arrived, strayed := make(chan *http.Request, 8), make(chan *http.Request, 8)
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { strayed <- r }))
	defer other.Close()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived <- r
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		}
	}))
	defer receiver.Close()

	store, bus, log := storagetest.New(t), &app.Bus{}, &bytes.Buffer{}
	rows := storagetest.NewFactory(t, store)
	secrets := secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInMemory: secret.NewMemory()}, app.SecretsInMemory, nil)
	s := forward.New(forward.Params{
		Store: store, Secrets: secrets, Guard: access.New(store, app.SystemClock, bus), Bus: bus, Clock: app.SystemClock,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	open := func(name, url string) app.Channel {
		c := rows.Channel(rows.Agent(name).ID, app.Published)
		c.Forward.URL, c.Webhook.Secret.Ref = url, secrets.NewRef()
		require.NoError(t, secrets.Put(t.Context(), c.Webhook.Secret.Ref, app.NewSecret("a secret")))
		rows.Update(func(tx app.Tx) error { return tx.UpdateChannel(c) })
		return rows.Get(c.AgentID, c.Environment)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); assert.NoError(t, s.Run(ctx)) }()
	for _, url := range []string{receiver.URL + "/in", receiver.URL + "/moved"} {
		c := open(url, url)
		rows.Update(func(tx app.Tx) error { return s.Add(tx, c, "message", budi, inbox.ForwardedMessage{Text: "hello"}) })
		s.Wake()
		r := <-arrived
		assert.Equal(t, http.MethodPost, r.Method)
		assert.NotEmpty(t, r.Header.Get("X-ChannelDesk-Signature"))
	}
	cancel()
	<-done
	assert.Empty(t, strayed, "a redirect is not followed")
	assert.NotContains(t, log.String(), "a secret")
}
