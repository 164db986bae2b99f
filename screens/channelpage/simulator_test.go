package channelpage

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app/session"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// replace types a text into the number of a delay, without leaving it.
func replace(b *bench, f *kit.DurationField, text string) {
	f.Focus()
	e := b.shell.win.Canvas().Focused()
	e.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	test.Type(e, text)
}

func TestTheExampleIsTheEnginesAndFollowsTheTyping(t *testing.T) {
	b := sessionBench(t)
	require.Contains(t, b.texts(), "10 minutes of silence")
	replace(b, b.page.hooks.get().session.more, "25")
	require.Contains(t, b.texts(), "10 minutes of silence", "not before the typing rests")
	require.NotNil(t, b.rest)
	b.rest()
	require.Contains(t, b.texts(), "25 minutes of silence")
	require.Contains(t, b.texts(), "14:27")
	require.Empty(t, b.deps.edits(), "nothing is saved yet")
	b.page.Reload()
	b.settle()
	require.Contains(t, b.texts(), "25 minutes of silence", "what is typed stays in the chat")
	b.shell.win.Canvas().Unfocus()
	b.settle()
	require.Equal(t, 25*time.Minute, b.deps.edits()[0].Session.AskMoreAfter)
}

func TestEveryScenarioCanBeChosen(t *testing.T) {
	b := sessionBench(t)
	set, c := b.deps.view.Channel.Session, b.shell.win.Canvas()
	for i, s := range session.Scenarios() {
		test.Tap(b.page.hooks.get().customer.pick)
		require.Contains(t, b.texts(), frame.T(s.Label(set)))
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
		for range i {
			c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		}
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		require.Equal(t, s, b.page.hooks.get().customer.scenario)
		require.Contains(t, b.page.hooks.get().customer.foot.FullText(), frame.T(s.Explain(set, false)))
	}
}

func TestWithoutButtonsTheChoicesStandInTheText(t *testing.T) {
	b := start(t, kit.ModeLight, qontak()).enter(frame.PartWebhook)
	require.True(t, b.page.hooks.get().customer.inWords)
	require.Contains(t, b.texts(), "Yes / No")
	require.NotContains(t, b.texts(), "Customer taps")
	b.press("Try it yourself")
	for _, act := range []string{"Customer writes", "Agent answers", "Until next step"} {
		b.press(act)
	}
	require.Contains(t, b.texts(), "Yes / No")
	b.typeMessage("no")
	require.Contains(t, b.texts(), "Session ends")
}

// typeMessage writes as the customer, with Enter.
func (b *bench) typeMessage(text string) {
	f := b.page.hooks.get().customer.try.text
	f.Focus()
	e := b.shell.win.Canvas().Focused()
	test.Type(e, text)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.settle()
}

func TestTryingAChat(t *testing.T) {
	b := sessionBench(t)
	b.press("Try it yourself")
	require.Contains(t, b.texts(), "A customer's message starts a session.")
	require.True(t, b.page.hooks.get().customer.try.next.Disabled())
	b.typeMessage("Where is my order?")
	require.Contains(t, b.texts(), "Where is my order?")
	require.Contains(t, b.texts(), "Nothing is asked: the customer waits for our answer.")
	require.Empty(t, b.page.hooks.get().customer.try.text.Text())
	b.press("+10 min")
	b.press("+1 min")
	require.Contains(t, b.texts(), "14:13")
	b.press("Agent answers")
	require.Contains(t, b.texts(), "First question at 14:14")
	b.press("Until next step")
	require.Contains(t, b.texts(), "1 minute after our answer")
	b.press("Yes")
	require.Contains(t, b.texts(), "Customer taps Yes")
	b.press("Agent answers")
	b.press("Sleep 3 hours")
	require.Contains(t, b.texts(), "The computer sleeps for 3 hours")
	require.Contains(t, b.texts(), "Only one is taken after a sleep.")
	b.press("Until next step")
	b.press("End chat")
	require.Contains(t, b.texts(), "Session ends")
	require.Contains(t, b.texts(), "nothing more is sent")
	b.press("Customer writes")
	require.Contains(t, b.texts(), "A new session starts")
	b.press("Until next step")
	require.Contains(t, b.texts(), "The next day")
	require.Contains(t, b.texts(), "the customer got no answer within 24 hours")
	b.press("Start again")
	require.NotContains(t, b.texts(), "Where is my order?")
	b.press("Back to the examples")
	require.Contains(t, b.texts(), "What the customer sees")
	require.Empty(t, b.deps.edits(), "nothing of it is kept")
}

func TestTypedSettingsCountInTheChatThatIsTried(t *testing.T) {
	b := sessionBench(t)
	b.press("Try it yourself")
	b.press("Customer writes")
	b.press("Agent answers")
	require.Contains(t, b.texts(), "First question at 14:12")
	replace(b, b.page.hooks.get().session.more, "30")
	b.rest()
	require.Contains(t, b.texts(), "First question at 14:32")
	require.Contains(t, b.texts(), "The changed session settings count from the next step.")
}

func TestPublishedCanBeTriedWithoutEditing(t *testing.T) {
	b := start(t, kit.ModeLight, published()).enter(frame.PartWebhook)
	require.True(t, b.page.m.readOnly())
	b.press("Try it yourself")
	b.press("Customer writes")
	require.Contains(t, b.texts(), "One iced palm sugar latte, please.")
	b.at.Environment = "draft"
	b.deps.view.Channel.Environment = "draft"
	b.enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "What the customer sees", "another place begins with the examples")
}

func TestTheSimulatorByKeyboard(t *testing.T) {
	b := sessionBench(t)
	c := b.shell.win.Canvas()
	press := func() { c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}); b.settle() }
	next := func() { c.(interface{ FocusNext() }).FocusNext() }
	c.Focus(b.page.hooks.get().customer.pick)
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	press()
	require.Equal(t, session.Silent, b.page.hooks.get().customer.scenario)
	require.Equal(t, fyne.Focusable(b.page.hooks.get().customer.pick), c.Focused(), "the list gives the keyboard back")
	next()
	require.Equal(t, fyne.Focusable(b.page.hooks.get().customer.start), c.Focused())
	press()
	require.True(t, b.page.hooks.get().customer.try.text.IsFocused())
	press() // Enter writes
	next()
	next()
	press() // agent answers
	next()
	next()
	next()
	press() // until next step
	require.Contains(t, b.texts(), "Do you still need help?")
	var stops []string
	c.Unfocus()
	for range 60 {
		next()
		if p, ok := c.Focused().(*kit.Press); ok {
			stops = append(stops, p.Label)
		}
	}
	require.Contains(t, stops, "Yes", "the buttons of the question are stops of the Tab key")
	require.Contains(t, stops, "No")
	c.Focus(b.page.hooks.get().customer.try.next)
	for b.page.hooks.get().customer.try.play.State().Running() {
		press()
	}
	require.True(t, b.page.hooks.get().customer.try.text.IsFocused(), "a button that goes out hands the keyboard on")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	require.Equal(t, fyne.Focusable(b.page.hooks.get().customer.start), c.Focused())
	test.Tap(b.page.hooks.get().customer.pick)
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	press()
	require.True(t, b.page.hooks.get().customer.try.text.IsFocused(), "the list offers it as well")
}

func TestBothDelaysTellTheirErrorWhereItWasTyped(t *testing.T) {
	b := sessionBench(t)
	c := b.page.hooks.get().session
	for _, f := range []*kit.DurationField{c.more, c.end} {
		replace(b, f, "1435")
		b.shell.win.Canvas().Unfocus()
		b.settle()
		require.NotEmpty(t, f.ErrorText())
		replace(b, f, "9")
		b.shell.win.Canvas().Unfocus()
		b.settle()
		require.Empty(t, f.ErrorText())
	}
	replace(b, c.more, "1425")
	b.shell.win.Canvas().Unfocus()
	b.settle()
	require.Contains(t, c.more.ErrorText(), "Together the waits pass the 24 hours", "at the delay that was typed")
	require.Empty(t, c.end.ErrorText())
	replace(b, c.end, "2")
	b.shell.win.Canvas().Unfocus()
	b.settle()
	require.Empty(t, c.more.ErrorText(), "both fit now")
	last := b.deps.edits()[len(b.deps.edits())-1].Session
	require.Equal(t, []time.Duration{1425 * time.Minute, 2 * time.Minute}, []time.Duration{last.AskMoreAfter, last.EndConfirmationAfter})
}
