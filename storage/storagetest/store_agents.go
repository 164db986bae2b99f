package storagetest

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func agents(t *testing.T, f *Factory) {
	a := f.Agent("Zaitun")
	b := f.Agent("apotek Sehat")
	f.Update(func(tx app.Tx) error {
		_, err := tx.CreateAgent(app.Agent{Name: "Sandbox", Sandbox: true})
		return err
	})
	f.Channel(a.ID, app.Published)
	f.Channel(a.ID, app.Draft)
	f.View(func(tx app.Tx) error {
		got, err := tx.GetAgent(a.ID)
		require.NoError(t, err)
		want := a
		want.HasDraft = true
		require.Equal(t, want, got)
		all, err := tx.ListAgents()
		require.NoError(t, err)
		require.Equal(t, []string{"apotek Sehat", "Sandbox", "Zaitun"}, []string{all[0].Name, all[1].Name, all[2].Name})
		require.True(t, all[1].Sandbox)
		require.True(t, all[1].CreatedAt.IsZero())
		require.Equal(t, b.ID, all[0].ID)
		_, err = tx.GetAgent(999)
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
	f.Update(func(tx app.Tx) error {
		a.Name, a.Country, a.Contact = "Zaitun Baru", "SG", ""
		require.NoError(t, tx.UpdateAgent(a))
		got, err := tx.GetAgent(a.ID)
		require.Equal(t, "Zaitun Baru", got.Name)
		require.Equal(t, "SG", got.Country)
		require.NoError(t, err)
		RequireCode(t, app.CodeNotFound, tx.UpdateAgent(app.Agent{ID: 999, Name: "No"}))
		RequireCode(t, app.CodeNotFound, tx.DeleteAgent(999))
		return nil
	})
}

func agentNames(t *testing.T, f *Factory) {
	a := f.Agent("Éclair Nusantara")
	f.Agent("Other")
	err := f.Store.Update(t.Context(), func(tx app.Tx) error {
		_, err := tx.CreateAgent(app.Agent{Name: "éCLAIR nusantara"})
		return err
	})
	e := RequireCode(t, app.CodeConflict, err)
	require.Equal(t, "name", e.Field)
	err = f.Store.Update(t.Context(), func(tx app.Tx) error {
		return tx.UpdateAgent(app.Agent{ID: a.ID, Name: "OTHER"})
	})
	RequireCode(t, app.CodeConflict, err)
	f.Update(func(tx app.Tx) error { // the same agent may change the case of its own name
		a.Name = "éclair Nusantara"
		return tx.UpdateAgent(a)
	})
	f.View(func(tx app.Tx) error {
		got, err := tx.FindAgent("ÉCLAIR NUSANTARA")
		require.NoError(t, err)
		require.Equal(t, a.ID, got.ID)
		_, err = tx.FindAgent("Éclair")
		RequireCode(t, app.CodeNotFound, err)
		return nil
	})
}

func agentDeleted(t *testing.T, f *Factory) {
	a, other := f.Agent("Gone"), f.Agent("Stays")
	c := f.Channel(a.ID, app.Published)
	draft := f.Channel(a.ID, app.Draft)
	kept := f.Channel(other.ID, app.Published)
	var h app.Handoff
	f.Update(func(tx app.Tx) (err error) {
		for _, id := range []app.ChannelID{c.ID, kept.ID} {
			require.NoError(t, tx.SaveCheck(id, app.CheckReport{At: Now}))
		}
		_, err = tx.AddVersion(app.Version{ChannelID: c.ID, Number: 1, Snapshot: c})
		require.NoError(t, err)
		h, err = tx.AddHandoff(app.Handoff{ChannelID: c.ID, At: Now})
		require.NoError(t, err)
		require.NoError(t, tx.AddActivity(app.Activity{AgentID: a.ID, Kind: app.ActAgentCreated, Text: app.Say("Made"), At: Now}))
		return tx.DeleteAgent(a.ID)
	})
	f.View(func(tx app.Tx) error {
		_, err := tx.GetAgent(a.ID)
		RequireCode(t, app.CodeNotFound, err)
		_, err = tx.GetChannel(a.ID, app.Draft)
		RequireCode(t, app.CodeNotFound, err)
		_, err = tx.FindChannel(c.Key)
		RequireCode(t, app.CodeNotFound, err)
		_, err = tx.GetCheck(c.ID)
		RequireCode(t, app.CodeNotFound, err)
		_, err = tx.GetHandoff(h.ID)
		RequireCode(t, app.CodeNotFound, err)
		all, err := tx.ListVersions(c.ID)
		require.NoError(t, err)
		require.Empty(t, all)
		lines, err := tx.ListActivity(a.ID, 10)
		require.NoError(t, err)
		require.Len(t, lines, 1, "the audit log outlives the agent")
		orphans, err := tx.OrphanSecretRefs(Now.Add(time.Hour))
		require.NoError(t, err)
		require.ElementsMatch(t, append(c.Refs(), draft.Refs()...), orphans)
		_, err = tx.GetCheck(kept.ID)
		return err
	})
	require.Equal(t, kept, f.Get(other.ID, app.Published))
	again := f.Agent("Gone")
	require.NotEqual(t, a.ID, again.ID, "a number was used twice: old lines would seem to be the new agent's")
}
