package signin

import (
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// passphraseAsk is the card that asks one member for the passphrase. After too
// many wrong ones it counts down until the next try. UI thread only.
type passphraseAsk struct {
	kit.Block
	s      *Screen
	member app.Member
	others bool // there is somebody else to choose
	help   *kit.Paragraph
	field  *kit.TextField
	button *kit.Button
	until  time.Time // nobody may try before; zero when one may
	stop   func()    // ends the countdown
	closed bool
}

func newPassphraseAsk(s *Screen, m app.Member, members []app.Member) *passphraseAsk {
	a := &passphraseAsk{s: s, member: m, help: kit.NewParagraph(kit.Text3, kit.Caption, ""), field: kit.NewPassphraseField(lang.L("Passphrase"))}
	a.field.OnSubmitted = func(string) { a.submit() }
	a.field.OnEscape = a.back
	a.button = kit.NewPrimary(lang.L("Sign in"), a.submit).Large()
	who := kit.Row(12, kit.NewPerson(app.Initials(m.Name), 48), kit.Grow(kit.Col(0,
		kit.NewCutTip(kit.NewCut(m.Name, kit.Heading, kit.Text)), kit.NewCut(lang.L(m.Role.Label()), kit.Caption, kit.Text3))))
	a.among(members)
	actions := []fyne.CanvasObject{a.button}
	if a.others {
		actions = append(actions, kit.NewQuiet(lang.L("Somebody else"), a.back).Large())
	}
	a.Extend(a, kit.NewCard(kit.Pad(23, 23, 23, 23, kit.Col(20, who, kit.Col(8, a.field, a.help), kit.Row(8, append(actions, kit.Spring())...)))))
	return a
}

// among takes over who works in the workspace besides.
func (a *passphraseAsk) among(members []app.Member) {
	a.others = len(members) > 1
	a.help.SetText(forgottenText(a.member, members))
}

// forgottenText says what helps who forgot the passphrase. That of the only Owner
// can be set by nobody, on the command line neither.
func forgottenText(m app.Member, members []app.Member) string {
	otherOwner := slices.ContainsFunc(members, func(o app.Member) bool { return o.ID != m.ID && o.Role == app.Owner })
	if m.Role == app.Owner && !otherOwner {
		return lang.L("Forgotten? You are the only Owner, so nobody can set a new one. What is left is a copy of the data folder from before it was set, or a new workspace.")
	}
	return lang.L("Forgotten? An Owner can set a new one under Settings, Members.")
}

// back returns to the members, when there is somebody else.
func (a *passphraseAsk) back() {
	if a.others && !a.button.Busy() {
		a.s.showList("")
	}
}

// close forgets what was typed.
func (a *passphraseAsk) close() {
	a.closed = true
	a.button.SetBusy(false)
	a.field.SetText("")
	if a.stop != nil {
		a.stop()
	}
}

func (a *passphraseAsk) submit() {
	if a.button.Busy() || !a.until.IsZero() {
		return
	}
	typed := app.NewSecret(a.field.Text())
	if typed.IsEmpty() {
		a.refuse(lang.L("Enter your passphrase."))
		return
	}
	a.button.SetBusy(true)
	a.s.signIn(a.member, typed, func(err error) {
		a.button.SetBusy(false)
		a.field.SetText("")
		a.refuse(frame.ErrorText(err))
		var w Waiter
		if errors.As(err, &w) && w.Wait() > 0 {
			a.until = a.s.clock.Now().Add(w.Wait())
			a.countDown()
		}
	})
}

func (a *passphraseAsk) refuse(problem string) {
	a.field.SetError(problem)
	a.field.Focus()
	a.s.content.Refresh()
}

// countDown says in the button how long it takes until the next try, each second
// anew.
func (a *passphraseAsk) countDown() {
	if a.closed {
		return
	}
	left := a.until.Sub(a.s.clock.Now())
	if left <= 0 {
		a.until, a.stop = time.Time{}, nil
		a.button.SetText(lang.L("Sign in"))
		a.button.SetDisabled(false)
		a.field.SetError("")
		a.Refresh()
		return
	}
	a.button.SetDisabled(true)
	a.button.SetText(waitText(left))
	a.Refresh()
	t := time.AfterFunc(min(time.Second, left), func() { kit.Do(a.countDown) })
	a.stop = func() { t.Stop() }
}

// waitText says how long to wait, rounded up.
func waitText(left time.Duration) string {
	seconds := int((left + time.Second - 1) / time.Second)
	if seconds >= 120 {
		return lang.L("Try again in {{.N}} minutes", map[string]any{"N": (seconds + 59) / 60})
	}
	if seconds == 1 {
		return lang.L("Try again in 1 second")
	}
	return lang.L("Try again in {{.N}} seconds", map[string]any{"N": seconds})
}
