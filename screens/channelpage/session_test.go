package channelpage

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func sessionBench(t *testing.T) *bench {
	return start(t, kit.ModeLight, draft()).enter(frame.PartWebhook)
}

func TestSessionTextSavesAndShowsInTheChat(t *testing.T) {
	b := sessionBench(t)
	typeInto(b, b.page.hooks.get().session.texts[0].field, "Anything else?")
	saved := b.deps.edits()
	require.Len(t, saved, 1)
	require.Equal(t, "Anything else?", saved[0].Session.AskMoreText)
	require.Equal(t, 2, strings.Count(b.texts()+"\n", "Anything else?\n")+1, "once in the chat; fields are entries")
}

func TestTooShortDelayStaysAtItsField(t *testing.T) {
	b := sessionBench(t)
	c := b.page.hooks.get().session
	c.more.Focus()
	e := b.shell.win.Canvas().Focused()
	e.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	test.Type(e, "0")
	b.shell.win.Canvas().Unfocus()
	b.settle()
	require.Equal(t, "Wait at least 1 minute before asking.", c.more.ErrorText())
	require.Empty(t, b.deps.edits())
	typeInto(b, c.texts[2].field, "Bye.")
	saved := b.deps.edits()
	require.Len(t, saved, 1, "the other setting saves itself all the same")
	require.Equal(t, "Bye.", saved[0].Session.ClosingText)
	require.Equal(t, 10*time.Minute, saved[0].Session.AskMoreAfter)
	require.Equal(t, "Wait at least 1 minute before asking.", c.more.ErrorText())
}

func TestSumOfDelaysIsToldAtTheSecond(t *testing.T) {
	b := sessionBench(t)
	c := b.page.hooks.get().session
	c.more.SetDuration(23 * time.Hour)
	c.changed(askMoreAfter)
	require.NoError(t, func() error { s := c.typed(); return s.Check() }())
	c.end.SetDuration(10 * time.Hour)
	c.changed(endAfter)
	b.settle()
	require.Contains(t, c.end.ErrorText(), "Together the waits pass the 24 hours")
	require.Empty(t, c.more.ErrorText())
}

func TestAnswerThatIsTooLongOpensItsFold(t *testing.T) {
	b := sessionBench(t)
	b.press("Answer words")
	typeInto(b, b.page.hooks.get().session.texts[3].field, strings.Repeat("y", 21))
	require.Contains(t, b.texts(), "A button takes 20.")
	b.press("Answer words")
	b.page.showProblems(app.Invalid("end_no", "Every answer needs a word."))
	require.Contains(t, b.texts(), "Every answer needs a word.")
}

func TestSwitchOffShowsThatNobodyIsAsked(t *testing.T) {
	b := sessionBench(t)
	b.press("Ask user to end session")
	require.False(t, b.deps.view.Channel.Session.AskUserToEnd)
	require.Contains(t, b.texts(), "A quiet customer is never asked.")
}

func TestForwardingIsOnItsTab(t *testing.T) {
	b := sessionBench(t)
	b.press("Forwarding to your agent")
	require.Equal(t, frame.PartIncoming, b.page.part())
	f := b.page.incoming.get().forward
	require.True(t, f.address.IsFocused())
	typeInto(b, f.address, "http://agent.example/in")
	require.Contains(t, b.texts(), "must begin with https")
	require.Empty(t, b.deps.edits())
	typeInto(b, f.address, "https://agent.example/in")
	require.Equal(t, "https://agent.example/in", b.deps.view.Channel.Forward.URL)
	b.page.showProblems(app.Invalid("forward", "This address is not known."))
	require.Equal(t, "This address is not known.", f.address.ErrorText())
}
