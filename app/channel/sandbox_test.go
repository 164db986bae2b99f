package channel_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/sandbox"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// TestWholeSetUpAgainstTheSandbox is the way of a person through everything,
// after which no file of the data folder holds any secret in any form.
func TestWholeSetUpAgainstTheSandbox(t *testing.T) {
	box, err := sandbox.Start(t.Context(), sandbox.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, box.Close(context.Background())) }()
	sample := box.Sample()

	dir := t.TempDir()
	store := storagetest.Open(t, dir)
	logFile, err := os.Create(filepath.Join(dir, "channeldesk.log"))
	require.NoError(t, err)
	defer logFile.Close()
	file := secret.NewFile(dir, func(context.Context) (app.Secret, error) { return app.NewSecret("correct horse battery"), nil })
	log := slog.New(slog.NewTextHandler(logFile, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d := newDeskOn(t, store, secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInFile: file}, app.SecretsInFile, nil),
		metacloud.New(metacloud.Options{Log: log}))
	d.Log = log
	searched := map[string]bool{"correct horse battery": true}

	a, err := d.CreateAgent(d.owner(), channel.NewAgent{Name: "Nusantara Bank", Sandbox: true})
	require.NoError(t, err)
	id := a.ID
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		for _, env := range app.Environments {
			v, err := d.Get(d.owner(), id, env)
			if err != nil || r.URL.Path != "/hooks/meta/"+v.Channel.Key {
				continue
			}
			want, err := d.Secrets.Get(r.Context(), v.Channel.Webhook.Secret.Ref)
			if err == nil && q.Get("hub.verify_token") == want.Expose() {
				_, _ = io.WriteString(w, q.Get("hub.challenge"))
				return
			}
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	defer gateway.Close()
	require.NoError(t, d.SetPublicAddress(d.owner(), gateway.URL))

	set := func(token string) channel.Edits {
		searched[token], searched[sample.AppSecret] = true, true
		return channel.Edits{
			Protocol: ptr(metacloud.ID), AccountCode: ptr(app.FormatPhone(sample.AccountCode)),
			Fields: map[string]string{
				"waba_id": sample.WABAID, "phone_number_id": sample.PhoneNumberID, "app_id": sample.AppID, "api_address": box.MetaURL(),
			},
			Secrets: map[string]app.Secret{"access_token": app.NewSecret(token), "app_secret": app.NewSecret(sample.AppSecret)},
		}
	}
	require.NoError(t, d.Save(d.owner(), id, app.Published, set(sample.ExpiringToken), "first"))
	note := func(env app.Environment) { searched[d.webhookSecret(id, env)] = true }
	note(app.Published)
	r, err := d.Check(d.owner(), id, app.Published, nil)
	require.NoError(t, err)
	assert.False(t, d.get(id, app.Published).Channel.Secrets["access_token"].ExpiresAt.IsZero())
	assert.False(t, r.Complete(), "not subscribed yet")

	require.NoError(t, d.CreateDraft(d.owner(), id))
	note(app.Draft)
	d.save(id, app.Draft, channel.SetSecret("access_token", sample.UnknownToken))
	searched[sample.UnknownToken] = true
	r, err = d.Check(d.owner(), id, app.Draft, nil)
	require.NoError(t, err)
	failed, _ := r.FirstFailed()
	assert.Equal(t, "access_token", failed.ID)
	d.save(id, app.Draft, set(sample.Token))
	_, err = d.Numbers(d.owner(), id, app.Draft)
	require.NoError(t, err)

	require.NoError(t, d.Subscribe(d.owner(), id, app.Draft))
	state, err := d.SetWebhook(d.owner(), id, app.Draft, "number")
	require.NoError(t, err)
	assert.Equal(t, d.get(id, app.Draft).WebhookURL, state.URL)
	assert.True(t, d.get(id, app.Draft).Channel.Webhook.Registered.OK)
	r, err = d.Check(d.owner(), id, app.Draft, nil)
	require.NoError(t, err)
	assert.True(t, r.Complete(), "%+v", r.Steps)
	require.NoError(t, d.Publish(d.owner(), id, channel.Publication{Names: []string{"access_token"}, BaseVersion: 1, Note: "the new token"}))
	require.NoError(t, d.RegenerateWebhookSecret(d.owner(), id, app.Draft, time.Hour))
	note(app.Draft)
	read, err := d.ReadWebhook(d.owner(), id, app.Draft)
	require.NoError(t, err)
	assert.Equal(t, state.URL, read.URL)
	_, err = d.RemoveWebhook(d.owner(), id, app.Draft, "number")
	require.NoError(t, err)
	place, ok, err := d.Recognise(d.owner(), id, app.Draft, "phone_number_id", sample.WABAID, true)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, "waba_id", place.Field)
	require.NoError(t, d.StopWebhookSecret(d.owner(), id, app.Published))
	note(app.Published)
	require.NoError(t, d.DeleteDraft(d.owner(), id))
	require.NoError(t, store.Backup(t.Context(), filepath.Join(dir, "copy.db")))
	d.requireTidy()
	requireNowhere(t, dir, searched)
}

// requireNowhere looks through every file of a folder for values as they are,
// in base64, in hex and escaped for an address.
func requireNowhere(t *testing.T, dir string, values map[string]bool) {
	t.Helper()
	require.Greater(t, len(values), 6)
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for v := range values {
			require.NotEmpty(t, v)
			for form, text := range map[string]string{
				"raw": v, "base64": base64.RawStdEncoding.EncodeToString([]byte(v)), "url base64": base64.RawURLEncoding.EncodeToString([]byte(v)),
				"hex": hex.EncodeToString([]byte(v)), "escaped": url.QueryEscape(v),
			} {
				require.False(t, bytes.Contains(bytes.ToLower(content), bytes.ToLower([]byte(text))), "%s holds a secret (%s)", filepath.Base(path), form)
			}
		}
		return nil
	}))
	require.GreaterOrEqual(t, files, 5, "database, its log, secrets, key, log")
}
