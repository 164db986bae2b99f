package storagetest

import (
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// Messages to people who want none are told apart: by the number or the room, in
// each channel for itself, without texts to who wrote again.
func unwanted(t *testing.T, f *Factory) {
	a := f.Agent("")
	c, other := f.Channel(a.ID, app.Published), f.Channel(a.ID, app.Draft)
	var ids, want []app.MessageID
	f.Update(func(tx app.Tx) error {
		for i, x := range []struct {
			channel  app.ChannelID
			to, room string
			text     bool
			wanted   bool
		}{
			{c.ID, "+1", "", false, false}, {c.ID, "+1", "", true, false}, {c.ID, "+2", "r", false, false}, {c.ID, "+2", "r", true, true},
			{c.ID, "", "r", false, false}, {c.ID, "+3", "", false, true}, {c.ID, "+9", "", false, true}, {other.ID, "+1", "", false, true},
		} {
			m := app.Message{Mark: "u" + string(rune('a'+i)), ChannelID: x.channel, To: x.to, Room: x.room, Content: app.Content{Text: "x"}}
			if !x.text {
				m.Content = app.Content{Template: &app.TemplateMessage{Name: "t", Language: "id"}}
			}
			id, err := tx.AddMessage(m)
			if err != nil {
				return err
			}
			if ids = append(ids, id); !x.wanted {
				want = append(want, id)
			}
		}
		for _, p := range []app.Person{
			{ChannelID: c.ID, Key: "+1", OptedOutAt: Now}, {ChannelID: c.ID, Key: "+2", OptedOutAt: Now, LastInboundAt: Now.Add(time.Second)},
			{ChannelID: c.ID, Key: "r", OptedOutAt: Now, LastInboundAt: Now}, {ChannelID: c.ID, Key: "+3", LastInboundAt: Now},
		} {
			if err := tx.SavePerson(p); err != nil {
				return err
			}
		}
		return nil
	})
	f.View(func(tx app.Tx) error {
		got, err := tx.Unwanted(ids)
		require.NoError(t, err)
		require.Equal(t, want, got)
		got, err = tx.Unwanted(nil)
		require.Empty(t, got)
		return err
	})
}
