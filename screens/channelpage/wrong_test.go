package channelpage

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestWrongValueCountsAndIsNotHeld(t *testing.T) {
	b := editing(t)
	f := b.typeIn("app_id", "12a")
	require.Zero(t, b.page.m.heldCount(), "it could not be saved")
	require.Equal(t, 1, b.page.Held(), "leaving asks")
	require.Contains(t, b.texts(), "1 value is to be put right before it can be saved")
	require.NotContains(t, b.texts(), "Nothing is changed yet")
	require.Contains(t, f.text.ErrorText(), "digits only")
	require.Equal(t, "12a", f.text.Text())
	b.typeIn("waba_id", "55512345678")
	require.Equal(t, 2, b.page.Held())
	b.press("Review and save")
	require.False(t, b.shell.has("review"), "a review without it would lose it")
	require.True(t, f.text.IsFocused())
	b.typeIn("app_id", "555123456")
	require.Equal(t, 2, b.page.Held())
	require.Contains(t, b.texts(), "2 changes are not live yet")
	b.press("Review and save")
	require.True(t, b.shell.has("review"))
}

func TestWrongValueAfterAHeldOneIsOneChange(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.typeIn("app_id", "12a")
	require.Equal(t, 1, b.page.Held())
	b.typeIn("app_id", "731940286650112")
	require.Zero(t, b.page.Held())
	require.Contains(t, b.texts(), "Nothing is changed yet")
}

func TestDiscardForgetsTheWrongValue(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "12a")
	b.press("Discard")
	b.press("Keep editing")
	require.Equal(t, "12a", b.page.account.box("app_id").text.Text())
	b.press("Discard")
	b.press("Discard")
	require.Zero(t, b.page.Held())
	require.Equal(t, "731940286650112", b.page.account.box("app_id").text.Text())
	require.True(t, b.page.m.readOnly())
}

func TestWrongValueOfTheOtherTabs(t *testing.T) {
	b := editing(t)
	b.page.selectPart(frame.PartWebhook)
	c := b.page.hooks.get().session
	was := c.more
	typeLetters(b, was.Focus)
	require.Equal(t, 1, b.page.Held())
	require.Contains(t, b.texts(), "1 value is to be put right before it can be saved")
	typeInto(b, c.texts[2].field, "Bye.")
	require.Equal(t, 2, b.page.Held())
	require.NotEmpty(t, was.ErrorText(), "another setting that is right takes no error away")
	b.page.selectPart(frame.PartIncoming)
	typeInto(b, b.page.incoming.get().forward.address, "nowhere")
	require.Equal(t, 3, b.page.Held())
	require.Contains(t, b.texts(), "2 values are to be put right before they can be saved")
	b.page.ReviewHeld()
	require.Equal(t, frame.PartWebhook, b.page.part(), "it leads to the first")
	b.page.Discard()
	b.settle()
	require.Zero(t, b.page.Held())
	require.False(t, isNoNumber(was))
	require.Empty(t, was.ErrorText())
}

// typeLetters replaces the number that gets the focus.
func typeLetters(b *bench, focus func()) {
	c := b.shell.win.Canvas()
	focus()
	entry := c.Focused()
	entry.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(entry, "x")
	c.Unfocus()
	b.settle()
}

func TestSecretThatIsNotTakenCounts(t *testing.T) {
	b := editing(t)
	b.page.secrets.box("app_secret").field.StartReplacing()
	test.Type(b.shell.win.Canvas().Focused(), "half a secret")
	require.Equal(t, 1, b.page.Held(), "typed and not saved")
	b.press("Save")
	require.Equal(t, 1, b.page.Held())
	require.Contains(t, b.texts(), "1 value is to be put right before it can be saved")
	b.page.secrets.box("app_secret").field.Cancel()
	b.settle()
	require.Zero(t, b.page.Held())
	require.Contains(t, b.texts(), "Nothing is changed yet")
}

func TestDraftAsksForNothing(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	b.typeIn("app_id", "12a")
	require.Zero(t, b.page.Held())
}

func TestWrongValueWaitsWhileAnotherProtocolIsChosen(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "12a")
	b.typeIn(accountCode, "+62 8")
	b.press("Coster")
	require.Equal(t, 2, b.page.Held(), "the protocol, and the code that belongs to all of them")
	require.Equal(t, "+62 8", b.page.account.box(accountCode).text.Text())
	b.press("Meta Cloud")
	f := b.page.account.box("app_id")
	require.Equal(t, "12a", f.text.Text())
	require.NotEmpty(t, f.text.ErrorText())
	require.Equal(t, 2, b.page.Held())
	b.page.Discard()
	b.settle()
	require.Equal(t, "731940286650112", b.page.account.box("app_id").text.Text())
}

func TestWrongValueLook(t *testing.T) {
	for mode, name := range map[kit.Mode]string{kit.ModeLight: "wrong-light", kit.ModeDark: "wrong-dark"} {
		t.Run(name, func(t *testing.T) {
			b := start(t, mode, published()).enter("")
			b.press("Edit published settings")
			b.typeIn("app_id", "12a")
			b.golden(name)
		})
	}
}
