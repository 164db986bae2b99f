package signin

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

type fakeDeps struct {
	members []app.Member
	err     error
	signIn  func(id app.MemberID, passphrase string) (app.Member, error)
	tries   []string
}

func (d *fakeDeps) Members(context.Context) ([]app.Member, error) { return d.members, d.err }

func (d *fakeDeps) SignIn(_ context.Context, id app.MemberID, passphrase app.Secret) (app.Member, error) {
	d.tries = append(d.tries, passphrase.Expose())
	if d.signIn != nil {
		return d.signIn(id, passphrase.Expose())
	}
	for _, m := range d.members {
		if m.ID == id {
			return m, nil
		}
	}
	return app.Member{}, errors.New("nobody")
}

func three() []app.Member {
	return []app.Member{
		{ID: 1, Name: "Dewi Kartika", Role: app.Owner, HasPassphrase: true},
		{ID: 2, Name: "Raka Pratama", Role: app.Contributor},
		{ID: 3, Name: "Siti Nurhaliza", Role: app.Viewer, HasPassphrase: true},
	}
}

var (
	wide  = fyne.NewSize(1280, 800)
	small = fyne.NewSize(1024, 700)
)

func clock() app.Clock { return app.ClockFunc(time.Now) }

// opened is the view in a window, entered.
func opened(ui *frametest.UI, size fyne.Size, deps *fakeDeps) (*Screen, *[]string) {
	var came []string
	s := New(deps, clock(), func(m app.Member) { came = append(came, m.Name) })
	ui.Show(s.Content(), size)
	s.Enter(context.Background(), frame.Place{}, "")
	ui.Settle()
	return s, &came
}

// wrong is the refusal of a passphrase, after which one waits.
type wrong struct {
	err  *app.Error
	wait time.Duration
}

func (w wrong) Error() string { return w.err.Error() }

func (w wrong) Wait() time.Duration { return w.wait }
func (w wrong) Unwrap() error       { return w.err }

func refused(wait time.Duration) error {
	return wrong{app.Invalid("passphrase", "This is not the passphrase."), wait}
}

func TestPictures(t *testing.T) {
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
		show func(ui *frametest.UI)
	}{
		"list-light": {kit.ModeLight, wide, nil}, "list-dark": {kit.ModeDark, wide, nil}, "list-small-light": {kit.ModeLight, small, nil},
		"ask-light": {kit.ModeLight, wide, func(ui *frametest.UI) { ui.Press("Dewi Kartika") }},
		"wrong-dark": {kit.ModeDark, small, func(ui *frametest.UI) {
			ui.Press("Dewi Kartika")
			ui.Type("guess")
			ui.Key(fyne.KeyReturn)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				deps := &fakeDeps{members: three(), signIn: func(app.MemberID, string) (app.Member, error) { return app.Member{}, refused(30 * time.Second) }}
				s, _ := opened(ui, p.size, deps)
				if p.show != nil {
					p.show(ui)
				}
				// Without the caret, which blinks.
				fyne.CurrentApp().Driver().CanvasForObject(s.Content()).Unfocus()
				ui.Golden(name)
				s.Leave()
			})
		})
	}
}

func TestAMemberWithoutAPassphraseSignsInAtOnce(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{members: three()}
		_, came := opened(ui, wide, deps)
		assert.Equal(t, "Dewi Kartika", ui.Focused(), "the first one has the focus")
		ui.Key(fyne.KeyDown)
		assert.Equal(t, "Raka Pratama", ui.Focused())
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, []string{"Raka Pratama"}, *came)
		assert.Equal(t, []string{""}, deps.tries)
	})
}

func TestAPassphraseIsTypedAndEnterSignsIn(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{members: three()}
		s, came := opened(ui, wide, deps)
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "Passphrase", ui.Focused())
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "Enter your passphrase.", s.ask.field.ErrorText())
		ui.Type("four plain words")
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, []string{"Dewi Kartika"}, *came)
		assert.Equal(t, []string{"four plain words"}, deps.tries)
		field := s.ask.field
		s.Leave()
		assert.Empty(t, field.Text(), "nothing of it stays")
	})
}

func TestAWrongOneIsSaidAndTooManyWait(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		wait := time.Duration(0)
		deps := &fakeDeps{members: three(), signIn: func(app.MemberID, string) (app.Member, error) { return app.Member{}, refused(wait) }}
		s, came := opened(ui, wide, deps)
		ui.Press("Dewi Kartika")
		ui.Type("guess")
		ui.Press("Sign in")
		assert.Equal(t, "This is not the passphrase.", s.ask.field.ErrorText())
		assert.Equal(t, "Passphrase", ui.Focused())
		assert.Empty(t, s.ask.field.Text())
		wait = 3 * time.Second
		ui.Type("another")
		ui.Key(fyne.KeyReturn)
		assert.Contains(t, ui.Texts(), "Try again in 3 seconds")
		ui.Type("too early")
		ui.Key(fyne.KeyReturn)
		assert.Len(t, deps.tries, 2)
		ui.Pass(2 * time.Second)
		assert.Contains(t, ui.Texts(), "Try again in 1 second")
		ui.Pass(time.Second)
		assert.Contains(t, ui.Texts(), "Sign in")
		wait = 0
		s.MainAction()
		ui.Settle()
		assert.Equal(t, []string{"guess", "another", "too early"}, deps.tries)
		assert.Empty(t, *came)
		assert.Equal(t, "Try again in 3 minutes", waitText(150*time.Second))
	})
}

func TestSomebodyElse(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, wide, &fakeDeps{members: three()})
		ui.Press("Siti Nurhaliza")
		ui.Type("half of i")
		field := s.ask.field
		ui.Key(fyne.KeyEscape)
		assert.Equal(t, "Siti Nurhaliza", ui.Focused(), "the focus stays with the one who was chosen")
		assert.Empty(t, field.Text())
		ui.Press("Siti Nurhaliza")
		ui.Press("Somebody else")
		assert.Nil(t, s.ask)
	})
}

func TestAloneWithAPassphraseIsAskedForIt(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, wide, &fakeDeps{members: three()[:1]})
		assert.Equal(t, "Passphrase", ui.Focused())
		assert.NotContains(t, ui.Texts(), "Somebody else")
		ui.Key(fyne.KeyEscape)
		assert.NotNil(t, s.ask)
	})
}

func TestForgottenSaysWhatReallyHelps(t *testing.T) {
	members := three()
	owner, alone := "An Owner can set a new one", "You are the only Owner"
	assert.Contains(t, forgottenText(members[2], members), owner)
	assert.Contains(t, forgottenText(members[0], members), alone)
	assert.Contains(t, forgottenText(members[0], members[:1]), alone)
	members[1].Role = app.Owner
	assert.Contains(t, forgottenText(members[0], members), owner)
}

func TestReadingAgainLeavesTypingAlone(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{members: three()}
		s, _ := opened(ui, wide, deps)
		list := s.list
		s.Enter(context.Background(), frame.Place{}, "")
		ui.Settle()
		assert.Same(t, list, s.list, "the same members change nothing")
		ui.Press("Dewi Kartika")
		ui.Type("half of i")
		s.Enter(context.Background(), frame.Place{}, "")
		ui.Settle()
		assert.Equal(t, "half of i", s.ask.field.Text())
		deps.members = three()[1:]
		s.Reload()
		ui.Settle()
		require.Nil(t, s.ask, "who was removed is not asked any more")
		assert.NotContains(t, ui.Texts(), "Dewi Kartika")
		deps.err = errors.New("broken")
		s.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Raka Pratama")
	})
}

func TestFailures(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{members: three(), err: errors.New("broken"), signIn: func(app.MemberID, string) (app.Member, error) {
			return app.Member{}, app.NewError(app.CodeNotFound, app.Say("There is no such member any more."))
		}}
		s, came := opened(ui, wide, deps)
		assert.Contains(t, ui.Texts(), "The members could not be read")
		deps.err = nil
		ui.Press("Try again")
		ui.Press("Raka Pratama")
		assert.Contains(t, ui.Texts(), "There is no such member any more.")
		assert.Empty(t, *came)
		assert.False(t, s.list.busy)
	})
}

func TestKeysReachEverything(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		opened(ui, wide, &fakeDeps{members: three()})
		ui.Press("Dewi Kartika")
		var order []string
		for range 4 {
			ui.Key(fyne.KeyTab)
			order = append(order, ui.Focused())
		}
		assert.Equal(t, []string{"Show", "Sign in", "Somebody else", "Passphrase"}, order)
	})
}
