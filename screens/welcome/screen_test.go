package welcome

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

type fakeDeps struct{ status func() app.SecretStoreStatus }

func (d fakeDeps) SecretStoreStatus(context.Context) app.SecretStoreStatus { return d.status() }

type fakeShell struct {
	frame.Shell
	links []string
}

func (s *fakeShell) OpenLink(address string) { s.links = append(s.links, address) }

var (
	wide  = fyne.NewSize(1280, 800)
	small = fyne.NewSize(1024, 700)
)

func usable() app.SecretStoreStatus {
	return app.SecretStoreStatus{Kind: app.SecretsInKeychain, Usable: true}
}

func locked() app.SecretStoreStatus {
	return app.SecretStoreStatus{Kind: app.SecretsInKeychain, Problem: app.NewError(app.CodeSecretsUnavailable,
		app.Say("The keychain of this computer is locked.")).WithFix(app.Say("Unlock it, then try again."))}
}

// opened is the page in a window.
func opened(ui *frametest.UI, size fyne.Size, status func() app.SecretStoreStatus, actions Actions) (*Screen, *fakeShell) {
	shell := &fakeShell{}
	s := New(fakeDeps{status}, shell, actions)
	ui.Show(s.Content(), size)
	s.Enter(context.Background(), frame.Place{}, "")
	ui.Settle()
	return s, shell
}

func TestPictures(t *testing.T) {
	for name, p := range map[string]struct {
		mode   kit.Mode
		size   fyne.Size
		status func() app.SecretStoreStatus
	}{
		"welcome-light": {kit.ModeLight, wide, usable}, "welcome-dark": {kit.ModeDark, wide, usable},
		"welcome-small-light": {kit.ModeLight, small, usable}, "welcome-locked-light": {kit.ModeLight, small, locked},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				opened(ui, p.size, p.status, Actions{})
				ui.Golden(name)
			})
		})
	}
}

func TestWaysToBegin(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		var said []string
		var done func(error)
		s, shell := opened(ui, wide, usable, Actions{
			SetUp:       func() { said = append(said, "set up") },
			OpenSandbox: func(f func(error)) { said, done = append(said, "sandbox"), f },
			OpenFile:    func() { said = append(said, "file") },
		})
		ui.Press("Set up a channel")
		s.MainAction()
		ui.Press("Open setup file")
		ui.Press("Open the sandbox")
		ui.Press("Open the sandbox") // it is busy
		assert.Equal(t, []string{"set up", "set up", "file", "sandbox"}, said)
		done(nil)
		ui.Press("Open the sandbox")
		assert.Len(t, said, 5)
		ui.Press("Email this list to the client")
		assert.Contains(t, shell.links[0], "mailto:?subject=")
		s.Leave()
	})
}

func TestAKeychainThatIsLocked(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		status := locked()
		s, _ := opened(ui, small, func() app.SecretStoreStatus { return status }, Actions{})
		assert.Contains(t, ui.Texts(), "The keychain of this computer is locked. Unlock it, then try again.")
		note := s.store.Objects[0]
		s.Reload()
		ui.Settle()
		assert.Same(t, note, s.store.Objects[0], "the same answer changes nothing")
		status = usable()
		ui.Press("Unlock and try again")
		assert.NotContains(t, ui.Texts(), "locked")
		assert.Contains(t, ui.Texts(), "Tokens and secrets stay in this computer's keychain.")
	})
}

func TestKeysReachEverything(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		opened(ui, wide, usable, Actions{})
		var order []string
		for range 5 {
			ui.Key(fyne.KeyTab)
			order = append(order, ui.Focused())
		}
		assert.Equal(t, []string{"Set up a channel", "Email this list to the client", "Open the sandbox", "Open setup file", "Set up a channel"}, order)
	})
}
