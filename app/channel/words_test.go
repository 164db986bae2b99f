package channel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
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
	require.Len(t, warnings(), 1)
	assert.Contains(t, warnings()[0].String(), "+62 811-5550-0188, Number ID. Tests in Draft reach the same customers")
	d.save(id, app.Draft, channel.SetAccountCode("0812-5550-1423"))
	require.Len(t, warnings(), 1)
	assert.Contains(t, warnings()[0].String(), "share Number ID. The provider")
	d.save(id, app.Draft, channel.SetField("id", "7"))
	assert.Empty(t, warnings())
	d.save(id, app.Draft, channel.Edits{Protocol: ptr(app.ProtocolID("second")), AccountCode: ptr("0811-5550-0188")})
	require.Len(t, warnings(), 1)
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
