package channel_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/qontak"
	"channeldesk/app/sandbox"
	"channeldesk/storage/secret"
	"channeldesk/storage/storagetest"
)

// boxed is a desk whose secrets are in an encrypted file and whose log is in the
// data folder, so that all of it can be searched, beside the simulated providers.
type boxed struct {
	*desk
	dir string
	box *sandbox.Sandbox
}

func newBoxed(t *testing.T) boxed {
	t.Helper()
	box, err := sandbox.Start(t.Context(), sandbox.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, box.Close(context.Background())) })
	dir := t.TempDir()
	store := storagetest.Open(t, dir)
	logFile, err := os.Create(filepath.Join(dir, "channeldesk.log"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = logFile.Close() })
	file := secret.NewFile(dir, func(context.Context) (app.Secret, error) { return app.NewSecret("correct horse battery"), nil })
	log := slog.New(slog.NewTextHandler(logFile, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d := newDeskOn(t, store, secret.NewRouter(map[app.SecretStoreKind]secret.Place{app.SecretsInFile: file}, app.SecretsInFile, nil),
		qontak.New(qontak.Options{Log: log}), coster.New(coster.Options{Log: log}))
	d.Log = log
	return boxed{d, dir, box}
}

func TestQontakAgainstTheSandbox(t *testing.T) {
	b := newBoxed(t)
	b.box.Qontak.Change(func(w *sandbox.QontakWorld) { w.Limits.PerSecond = 0 })
	v := b.box.SampleQontak()
	require.NoError(t, b.PointSandbox(b.owner(), map[app.ProtocolID]map[string]string{qontak.ID: {"api_address": b.box.QontakBearerURL()}}))
	a, err := b.CreateAgent(b.owner(), channel.NewAgent{Name: "Klinik", Sandbox: true})
	require.NoError(t, err)
	id := a.ID
	require.NoError(t, b.SetPublicAddress(b.owner(), "https://wa.example"))
	set := func(token string) channel.Edits {
		return channel.Edits{
			Protocol: ptr(qontak.ID), AccountCode: ptr(v.AccountCode), Fields: map[string]string{"channel_integration_id": v.ChannelIntegrationID},
			Secrets: map[string]app.Secret{"access_token": app.NewSecret(token)},
		}
	}
	searched := map[string]bool{"correct horse battery": true, v.Token: true, v.UserToken: true, v.UnknownToken: true, v.HMACClientSecret: true}
	note := func(env app.Environment) { searched[b.webhookSecret(id, env)] = true }
	require.NoError(t, b.Save(b.owner(), id, app.Published, set(v.Token), ""))
	require.NoError(t, b.CreateDraft(b.owner(), id))
	note(app.Published)
	note(app.Draft)
	try, err := b.RegisterEndpoint(b.owner(), id, app.Published, "")
	require.NoError(t, err, try.What.String())
	r, err := b.Check(b.owner(), id, app.Published, nil)
	require.NoError(t, err)
	assert.True(t, r.Complete(), "%+v", r.Steps)

	e, err := b.ReadEndpoint(b.owner(), id, app.Draft)
	require.NoError(t, err)
	assert.Equal(t, channel.EndpointSibling, e.Owner)
	for token, want := range map[string]app.RegistrationResult{v.UnknownToken: app.ResultRefused, v.UserToken: app.ResultRefused} {
		b.save(id, app.Draft, set(token))
		try, err := b.RegisterEndpoint(b.owner(), id, app.Draft, e.Token)
		storagetest.RequireCode(t, app.CodeProviderRefused, err)
		assert.Equal(t, want, try.Result)
	}
	assert.True(t, b.registered(id, app.Published).OK, "nobody replaced it")
	b.save(id, app.Draft, channel.Edits{
		Fields:  map[string]string{"auth": "hmac", "api_address": b.box.QontakHMACURL()},
		Secrets: map[string]app.Secret{"hmac_client_id": app.NewSecret(v.HMACClientID), "hmac_client_secret": app.NewSecret(v.HMACClientSecret)},
	})
	try, err = b.RegisterEndpoint(b.owner(), id, app.Draft, e.Token)
	require.NoError(t, err, try.What.String())
	assert.False(t, b.registered(id, app.Published).OK)
	require.NoError(t, b.RegenerateWebhookSecret(b.owner(), id, app.Draft, 0))
	note(app.Draft)
	e, err = b.ReadEndpoint(b.owner(), id, app.Draft)
	require.NoError(t, err)
	assert.Equal(t, channel.EndpointOld, e.Owner)
	_, err = b.RegisterEndpoint(b.owner(), id, app.Draft, "")
	require.NoError(t, err)
	_, err = b.Check(b.owner(), id, app.Draft, nil)
	require.NoError(t, err)
	assert.NotEmpty(t, b.get(id, app.Draft).Warnings)
	require.NoError(t, b.UnregisterEndpoint(b.owner(), id, app.Draft))
	b.requireTidy()
	requireNowhere(t, b.dir, searched)
}

func TestCosterAgainstTheSandbox(t *testing.T) {
	b := newBoxed(t)
	v := b.box.SampleCoster()
	require.NoError(t, b.PointSandbox(b.owner(), map[app.ProtocolID]map[string]string{
		coster.ID: {"conversation_address": b.box.CosterConversationURL(), "push_address": b.box.CosterPushURL()},
	}))
	a, err := b.CreateAgent(b.owner(), channel.NewAgent{Name: "Toko", Sandbox: true})
	require.NoError(t, err)
	id := a.ID
	e := channel.Edits{
		Protocol: ptr(coster.ID), AccountCode: ptr(v.AccountCode), Fields: map[string]string{"account_id": v.AccountID, "division_id": v.DivisionID},
		Secrets: map[string]app.Secret{"push_token": app.NewSecret(v.PushToken), "conversation_token": app.NewSecret(v.ExpiredConversationToken)},
	}
	require.NoError(t, b.Save(b.owner(), id, app.Published, e, ""))
	assert.Empty(t, b.Abilities(coster.ID).Register)
	m := protocol.TestMessage{To: "0812-5550-1423", Template: v.Template, Language: "id", Values: []string{"Rina", "7"}}
	_, err = b.SendTest(b.owner(), id, app.Published, m)
	require.NoError(t, err)
	c := b.get(id, app.Published).Channel
	assert.False(t, c.Secrets["push_token"].VerifiedAt.IsZero())
	_, err = b.SendTest(b.owner(), id, app.Published, protocol.TestMessage{To: "0812-5550-1423", Text: "hello"})
	require.Error(t, err)
	assert.True(t, b.get(id, app.Published).Channel.Secrets["conversation_token"].VerifiedAt.IsZero())
	_, err = b.RegisterEndpoint(b.owner(), id, app.Published, "")
	assert.NotEmpty(t, storagetest.RequireCode(t, app.CodeUnsupported, err).Fix.String())
	b.requireTidy()
	requireNowhere(t, b.dir, map[string]bool{
		"correct horse battery": true, v.PushToken: true, v.ExpiredConversationToken: true, v.ConversationToken: true,
		b.webhookSecret(id, app.Published): true, v.OtherPushToken: true, v.UnknownToken: true,
	})
}
