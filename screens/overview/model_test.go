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
	"channeldesk/screens/frame"
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
		app.ActOverrideSet: "radio-tower", "anything": "pencil-line",
	} {
		assert.Equal(t, want, iconOf(kind), kind)
	}
}

func TestAnErrorAnywhereIsTheErrorOfThePage(t *testing.T) {
	broken := errors.New("broken")
	for _, deps := range []*fakeDeps{
		{view: func() (channel.View, error) { return channel.View{}, broken }},
		{view: gives(fresh()), log: func() ([]handoff.Entry, error) { return nil, broken }},
		{view: gives(fresh()), recent: func() ([]app.Activity, error) { return nil, broken }},
	} {
		_, err := load(context.Background(), deps, frame.Place{}, time.Time{})
		assert.ErrorIs(t, err, broken)
	}
}
