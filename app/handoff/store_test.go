package handoff_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/app/protocol"
	"channeldesk/storage/storagetest"
)

// The same story on the real database: numbers, a note between, out of date.
func TestOnDatabase(t *testing.T) {
	b := newBench(t)
	db := storagetest.New(t)
	f := storagetest.NewFactory(t, db)
	agent := f.Agent("Nusantara Bank")
	c := f.Channel(agent.ID, app.Published)
	require.NoError(t, db.Update(context.Background(), func(tx app.Tx) error {
		got, err := tx.GetChannel(agent.ID, app.Published)
		if err != nil {
			return err
		}
		got.Protocol, got.AccountCode = "qontak", "+6281155500188"
		got.Webhook.Secret = f.Secret()
		b.secrets.values[got.Webhook.Secret.Ref] = webhookSecret
		if err := tx.SetSetting(app.SettingPublicAddress, "https://wa.example"); err != nil {
			return err
		}
		return tx.UpdateChannel(got)
	}))
	s := handoff.New(handoff.Params{
		Store: db, Secrets: b.secrets, Guard: roleGuard{}, Bus: b.bus, Fonts: fonts(t), Clock: app.SystemClock,
		Protocols: protocol.NewRegistry(fakeProtocol{protocol.Declaration{ID: "qontak", Name: "Qontak", HookPath: "qontak", SecretInAddress: true}}),
	})
	first, err := s.ExportFile(as(app.Owner), agent.ID, app.Published, handoff.Request{IncludeSecret: true}, app.HandoffPDF, filepath.Join(t.TempDir(), "x.pdf"))
	require.NoError(t, err)
	require.NoError(t, s.AddNote(as(app.Owner), agent.ID, app.Published, "Surya Digital", "Told by phone"))
	second, err := s.Record(as(app.Owner), agent.ID, app.Published, handoff.Request{}, app.HandoffFullScreen)
	require.NoError(t, err)
	assert.Equal(t, []string{"NB-0001", "NB-0002"}, []string{first.Sheet, second.Sheet})
	require.NoError(t, s.Confirm(as(app.Owner), second.ID))
	states := func() (out []handoff.State) {
		entries, err := s.Log(as(app.Viewer), agent.ID, app.Published)
		require.NoError(t, err)
		for _, e := range entries {
			out = append(out, e.State)
		}
		return out
	}
	assert.Equal(t, []handoff.State{handoff.Confirmed, handoff.Noted, handoff.Waiting}, states())
	require.NoError(t, db.Update(context.Background(), func(tx app.Tx) error {
		got, err := tx.GetChannel(agent.ID, app.Published)
		if err != nil {
			return err
		}
		assert.Equal(t, c.ID, got.ID)
		got.Webhook.Secret = f.Secret()
		return tx.UpdateChannel(got)
	}))
	assert.Equal(t, []handoff.State{handoff.OutOfDate, handoff.Noted, handoff.OutOfDate}, states())
}
