package settingspage

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// fakeKeeper removes a hundred messages for each day under a thousand.
type fakeKeeper struct {
	*fakeDeps
	days int
	said []string
	err  error
}

func (k *fakeKeeper) HistoryDays(context.Context) (int, error) { return k.days, nil }
func (k *fakeKeeper) PreviewHistory(_ context.Context, days int) (int, error) {
	k.said = append(k.said, fmt.Sprint("preview ", days))
	if days == 0 {
		return 0, nil
	}
	return max(1000-days, 0), k.err
}

func (k *fakeKeeper) KeepHistory(_ context.Context, days int) error {
	k.said, k.days = append(k.said, fmt.Sprint("keep ", days)), days
	return nil
}

// enteredWith is the page of a member in a role, over what keeps messages.
func enteredWith(ui *frametest.UI, k *fakeKeeper, role app.Role) *Screen {
	k.fakeDeps = &fakeDeps{prefs: map[string]string{}, status: app.SecretStoreStatus{Kind: app.SecretsInKeychain, Usable: true}}
	shell := &fakeShell{}
	s := New(k, shell, app.ClockFunc(func() time.Time { return morning }))
	shell.win = ui.Show(s.Content(), fyne.NewSize(1060, 1900))
	s.Enter(app.WithMember(context.Background(), app.Member{ID: 1, Name: "Dewi Kartika", Role: role}), frame.Place{Agent: 1, Environment: app.Published}, "")
	ui.Settle()
	return s
}

func TestMessagesAreKeptAsLongAsSomebodySays(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		k := &fakeKeeper{days: 365}
		s := enteredWith(ui, k, app.Owner)
		assert.Equal(t, "365", s.keep.choice.Value())
		s.keep.choice.OnChanged("90")
		ui.Settle()
		assert.Contains(t, ui.Texts(), "910 messages of all agents are older")
		ui.Press("Change nothing")
		assert.Equal(t, 365, k.days)
		s.keep.choice.OnChanged("90")
		ui.Settle()
		ui.Press("Remove 910 messages")
		assert.Equal(t, 90, k.days)
		s.keep.choice.OnChanged("0")
		ui.Settle()
		assert.Zero(t, k.days, "nothing is removed, so nothing is asked")
		s.keep.choice.OnChanged(keepOther)
		ui.Settle()
		ui.Type("ten")
		ui.Press("Keep them that long")
		assert.Contains(t, ui.Texts(), "Type a whole number of days.")
		ui.Type("999")
		ui.Press("Keep them that long")
		ui.Press("Remove 1 message")
		assert.Equal(t, "999", s.keep.choice.Value())
		k.err = app.Invalid("days", "That is too long.")
		s.keep.choice.OnChanged("30")
		ui.Settle()
		assert.Contains(t, s.keep.choice.ErrorText(), "That is too long.")
		assert.Equal(t, "999", s.keep.choice.Value())
	})
	frametest.Run(t, kit.ModeDark, func(t *testing.T, ui *frametest.UI) {
		enteredWith(ui, &fakeKeeper{days: 100}, app.Viewer)
		assert.Contains(t, ui.Texts(), "For 100 days")
		assert.True(t, ui.Control("Keep messages").Disabled())
	})
}
