package channel_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

func TestDelaysInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 seconds", -time.Hour: "0 seconds", time.Second: "1 second", 59 * time.Second: "59 seconds", time.Minute: "1 minute",
		90 * time.Second: "1 minute 30 seconds", 10 * time.Minute: "10 minutes", time.Hour: "1 hour", 90 * time.Minute: "1 hour 30 minutes",
		3661 * time.Second: "1 hour 1 minute 1 second", 7202 * time.Second: "2 hours 2 seconds", 1500 * time.Millisecond: "1 second", 24 * time.Hour: "24 hours",
	} {
		assert.Equal(t, want, channel.DurationText(d).String())
	}
}

func TestWarningsAboutWhatIsShared(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	warnings := func() []app.Text {
		require.Equal(t, d.get(id, app.Draft).Warnings, d.get(id, app.Published).Warnings)
		return d.get(id, app.Draft).Warnings
	}
	require.Len(t, warnings(), 2)
	assert.Equal(t, "Draft and Published use the same phone number, +62 811-5550-0188. Tests in Draft reach the same customers.", warnings()[0].String())
	assert.Equal(t, "Draft and Published share Number ID. The provider sends messages to one of the two addresses only.", warnings()[1].String())
	d.save(id, app.Draft, channel.SetAccountCode("0812-5550-1423"))
	require.Len(t, warnings(), 1)
	assert.Contains(t, warnings()[0].String(), "share Number ID. The provider")
	d.save(id, app.Draft, channel.SetField("id", "7"))
	assert.Empty(t, warnings())
	d.save(id, app.Draft, channel.Edits{Protocol: ptr(app.ProtocolID("second")), AccountCode: ptr("0811-5550-0188")})
	require.Len(t, warnings(), 1)
	d.save(id, app.Published, channel.Edits{Protocol: ptr(app.ProtocolID("second")), AccountCode: ptr("0812-5550-1423")})
	assert.Empty(t, warnings())
	d.save(id, app.Published, channel.SetField("room", "4"))
	d.save(id, app.Draft, channel.SetField("room", "4"))
	d.second.check = func(context.Context, protocol.Config) (app.CheckReport, error) {
		return app.CheckReport{Facts: map[string]string{"organisation": "o-1"}}, nil
	}
	for _, env := range app.Environments {
		_, err := d.Check(d.owner(), id, env, nil)
		require.NoError(t, err)
	}
	assert.Equal(t, []app.Text{app.Say("Both serve one room."), app.Say("Both are in one organisation.")}, warnings())
	d.save(id, app.Draft, channel.Edits{Fields: map[string]string{"auth": "signed", "clock": "7", "room": "5"}})
	assert.Equal(t, []app.Text{app.Say("Both are in one organisation.")}, warnings())
	require.NoError(t, d.DeleteDraft(d.owner(), id))
	assert.Empty(t, d.get(id, app.Published).Warnings)
}

func TestAnswersThatLookAlikeStillDiffer(t *testing.T) {
	d := newDesk(t)
	id := d.drafted("One")
	s := app.DefaultSession()
	s.AskMoreYes, s.AskMoreNo = "a, b", "c"
	d.save(id, app.Draft, channel.SetSession(s))
	s.AskMoreYes, s.AskMoreNo = "a", "b, c"
	d.save(id, app.Draft, channel.SetSession(s))
	assert.Equal(t, s, d.get(id, app.Draft).Channel.Session)
	s.AskMoreNo = " A "
	err := d.Save(d.owner(), id, app.Draft, channel.SetSession(s), "")
	assert.Equal(t, "ask_more_no", app.AsError(err).Field)
}

func TestNewWantsEverything(t *testing.T) {
	d := newDesk(t)
	p := d.Params
	p.Guard = nil
	assert.Panics(t, func() { channel.New(p) })
	assert.NotPanics(t, func() { channel.New(d.Params) })
}
