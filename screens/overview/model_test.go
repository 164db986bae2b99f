package overview

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/radar"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func read(t *testing.T, deps *fakeDeps) model {
	t.Helper()
	m, err := load(context.Background(), deps, frame.Place{Agent: 1, Environment: app.Published}, now)
	require.NoError(t, err)
	return m
}

func TestOnlyASheetThatIsStillRightCountsAsHandedOver(t *testing.T) {
	for name, c := range map[string]struct {
		entry handoff.Entry
		want  bool
	}{
		"a sheet":            {handoff.Entry{Handoff: app.Handoff{Way: app.HandoffPDF, At: now}}, true},
		"one out of date":    {handoff.Entry{Handoff: app.Handoff{Way: app.HandoffPDF, At: now}, State: handoff.OutOfDate}, false},
		"a note of a person": {handoff.Entry{Handoff: app.Handoff{Way: app.HandoffNote, At: now}}, false},
	} {
		m := read(t, &fakeDeps{view: gives(partDone()), log: func() ([]handoff.Entry, error) { return []handoff.Entry{c.entry}, nil }})
		next, _ := m.overview.Next()
		assert.Equal(t, c.want, next.ID == "session", name)
	}
}

func TestFreshUntilSomethingIsSetUp(t *testing.T) {
	assert.True(t, read(t, &fakeDeps{view: gives(fresh())}).isFresh())
	v := fresh()
	v.PublicAddress = "https://wa.example"
	assert.True(t, read(t, &fakeDeps{view: gives(v)}).isFresh(), "the gateway's address belongs to the workspace")
	assert.False(t, read(t, &fakeDeps{view: gives(partDone())}).isFresh())
}

func TestActivityIsReadyToBeDrawn(t *testing.T) {
	m := read(t, &fakeDeps{view: gives(partDone()), recent: activity})
	assert.Equal(t, []activityRow{
		{icon: "rocket", text: "Draft published as version 4", who: "Dewi Kartika", when: "Today 09:10"},
		{icon: "triangle-alert", warn: true, text: "Draft created from Published", who: "Raka Pratama", when: "Yesterday 09:40"},
		{icon: "qr-code", text: "Draft created from Published", who: "Raka Pratama", when: "12 Nov 09:40"},
	}, m.activity)
}

func TestEveryKindOfActivityHasAnIcon(t *testing.T) {
	for kind, want := range map[string]string{
		app.ActRestored: "rocket", app.ActSecretRevealed: "key-round", app.ActChecked: "badge-check",
		app.ActOverrideSet: "radio-tower", app.ActMemberAdded: "user", app.ActSignInFailed: "triangle-alert", app.ActTestSent: "send",
		app.ActExpiryWarned: "clock", app.ActExported: "download", app.ActHistoryExported: "download", app.ActOptOutChanged: "ban",
		app.ActMessageSent: "send", app.ActTemplateTold: "message-square-text", app.ActKeyRotated: "key-round", "anything": "pencil-line",
	} {
		assert.Equal(t, want, iconOf(kind), kind)
	}
}

func TestEndsOfThisAgentAreRowsAndTheRestIsCounted(t *testing.T) {
	m := read(t, &fakeDeps{view: gives(partDone()), ahead: ending})
	require.Len(t, m.ends, 3)
	assert.Equal(t, endRow{label: "Access token", env: app.Draft, date: "15 Nov 2026", left: "Ended", kind: kit.KindDanger, action: "Replace it", page: "channel", part: "account"}, m.ends[0])
	assert.Equal(t, "Today 15:40", m.ends[1].date)
	assert.Equal(t, "Less than a day", m.ends[1].left)
	assert.Equal(t, kit.KindWarn, m.ends[1].kind)
	assert.Equal(t, "12 days left", m.ends[2].left)
	many := func() ([]radar.End, error) {
		var out []radar.End
		for d := range 7 {
			out = append(out, radar.End{Agent: app.Agent{ID: 1}, Kind: radar.KindOldWebhookSecret, Days: d, EndsAt: now.AddDate(0, 0, d)})
		}
		return out, nil
	}
	m = read(t, &fakeDeps{view: gives(partDone()), ahead: many})
	assert.Len(t, m.ends, endsMost)
	assert.Equal(t, 3, m.moreEnds)
	assert.Equal(t, kit.KindNeutral, m.ends[0].kind)
	assert.Equal(t, "1 day left", m.ends[1].left)
	m = read(t, &fakeDeps{view: gives(partDone()), ahead: func() ([]radar.End, error) {
		return nil, app.NewError(app.CodeForbidden, app.Say("Nobody is signed in to this workspace."))
	}})
	assert.Empty(t, m.ends)
}

func TestAnErrorAnywhereIsTheErrorOfThePage(t *testing.T) {
	broken := errors.New("broken")
	for _, deps := range []*fakeDeps{
		{view: func() (channel.View, error) { return channel.View{}, broken }},
		{view: gives(fresh()), log: func() ([]handoff.Entry, error) { return nil, broken }},
		{view: gives(fresh()), recent: func() ([]app.Activity, error) { return nil, broken }},
		{view: gives(fresh()), ahead: func() ([]radar.End, error) { return nil, broken }},
	} {
		_, err := load(context.Background(), deps, frame.Place{}, time.Time{})
		assert.ErrorIs(t, err, broken)
	}
}

func TestSharesOfNoneAndAllHaveNoDecimals(t *testing.T) {
	for want, parts := range map[string][2]int{"-": {0, 0}, "0%": {0, 7}, "100%": {7, 7}, "94.3%": {943, 1000}} {
		require.Equal(t, want, share(parts[0], parts[1]))
	}
}
