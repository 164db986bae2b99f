package handoffpage

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// inBubble runs a test in the light theme with a clock that stands still while
// anything is at work, so that no delay of the page ends on its own.
func inBubble(t *testing.T, run func(t *testing.T)) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight))
	synctest.Test(t, run)
}

func opened(t *testing.T) *bench {
	b := newBench(t)
	b.enter()
	require.Equal(t, kit.StageReady, b.screen.top.State())
	return b
}

func (b *bench) canvas() fyne.Canvas { return b.shell.win.Canvas() }

// typed puts text into the control that has the focus.
func (b *bench) typed(text string) {
	for _, r := range text {
		b.canvas().Focused().TypedRune(r)
	}
}

func (b *bench) press(key fyne.KeyName) { b.canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key}) }

func (b *bench) dialogOpen() bool { return b.canvas().Overlays().Top() != nil }

func (b *bench) lastRequest() handoff.Request { return b.deps.requests[len(b.deps.requests)-1] }

func TestFourStates(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.deps.sheet = func(handoff.Request) (handoff.Sheet, error) { return handoff.Sheet{}, errors.New("disk") }
		b.screen.Enter(t.Context(), frame.Place{Agent: 1, Environment: app.Draft}, "")
		assert.Equal(t, kit.StageLoading, b.screen.top.State())
		b.wait()
		assert.Equal(t, kit.StageFailed, b.screen.top.State())
		b.deps.sheet = func(r handoff.Request) (handoff.Sheet, error) {
			s := sampleSheet(r)
			s.Missing = allMissing()
			return s, nil
		}
		b.screen.Reload()
		b.wait()
		assert.Equal(t, kit.StageEmpty, b.screen.top.State())
		assert.True(t, b.screen.log.Visible(), "what was handed over stays readable")
		b.screen.FullScreen()
		b.screen.CopyAddress()
		assert.Empty(t, b.deps.ways)
		b.deps.sheet = nil
		b.screen.Reload()
		b.wait()
		assert.Equal(t, kit.StageReady, b.screen.top.State())
		b.deps.sheet = func(handoff.Request) (handoff.Sheet, error) { return handoff.Sheet{}, errors.New("disk") }
		b.screen.Reload()
		b.wait()
		assert.Equal(t, kit.StageReady, b.screen.top.State(), "a sheet that is there stays")
		assert.Len(t, b.shell.errors, 1)
	})
}

func TestSheetFollowsTheTypingWhenItRests(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		before := b.deps.asked()
		b.deps.gate.Unlock()
		b.screen.ctl.to.OnChanged("PT")
		time.Sleep(typingPause / 2)
		b.screen.ctl.to.OnChanged("PT S")
		time.Sleep(typingPause / 2)
		synctest.Wait()
		assert.Equal(t, before, b.deps.asked())
		time.Sleep(typingPause)
		synctest.Wait()
		assert.Equal(t, before+1, b.deps.asked())
		b.deps.gate.Lock()
	})
}

func TestNameThatIsTooLongIsSaidAtTheField(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.deps.sheet = func(handoff.Request) (handoff.Sheet, error) {
			return handoff.Sheet{}, app.Invalid("to", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", 121, "Max", 120)
		}
		b.screen.ctl.to.Focus()
		b.typed("x")
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Equal(t, "The name has 121 characters. At most 120 fit.", b.screen.ctl.to.ErrorText())
		assert.Equal(t, kit.StageReady, b.screen.top.State())
		assert.Empty(t, b.shell.errors)
	})
}

func TestSecretIsIncludedOnlyAfterAQuestion(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.screen.ctl.secret.Focus()
		b.press(fyne.KeySpace)
		assert.False(t, b.screen.ctl.secret.On())
		require.True(t, b.dialogOpen())
		b.press(fyne.KeyReturn) // the safe button has the focus
		b.wait()
		assert.False(t, b.screen.ctl.secret.On())
		assert.False(t, b.lastRequest().IncludeSecret)
		b.press(fyne.KeySpace)
		test.FocusNext(b.canvas())
		b.press(fyne.KeyReturn)
		b.wait()
		assert.True(t, b.screen.ctl.secret.On())
		assert.True(t, b.lastRequest().IncludeSecret)
		b.press(fyne.KeySpace)
		b.wait()
		assert.False(t, b.dialogOpen(), "leaving it out needs no question")
		assert.False(t, b.lastRequest().IncludeSecret)
	})
}

func TestSecretThatCannotBeReadIsLeftOutAgain(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.deps.sheet = func(r handoff.Request) (handoff.Sheet, error) {
			if r.IncludeSecret {
				return handoff.Sheet{}, app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain is locked."))
			}
			return sampleSheet(r), nil
		}
		b.screen.ctl.secret.SetOn(true)
		b.screen.Reload()
		b.wait()
		assert.False(t, b.screen.ctl.secret.On())
		assert.Len(t, b.shell.errors, 1)
	})
}

func TestStaffNeedTheWholeAddress(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		note := b.screen.ctl.whole
		assert.False(t, note.Visible(), "the address is whole without the secret")
		b.deps.sheet = shortened
		b.screen.Reload()
		b.wait()
		assert.True(t, note.Visible())
		b.screen.ctl.secret.SetOn(true)
		b.screen.Reload()
		b.wait()
		assert.False(t, note.Visible())
		b.screen.ctl.secret.SetOn(false)
		b.screen.ctl.audience.SetValue(string(app.ForClientIT))
		b.screen.Reload()
		b.wait()
		assert.False(t, note.Visible(), "they do not enter it anywhere")
	})
}

func TestEveryVisitBeginsWithoutTheSecret(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.screen.ctl.secret.SetOn(true)
		b.screen.Leave()
		b.enter()
		assert.False(t, b.lastRequest().IncludeSecret)
	})
}

func TestFullScreenIsLoggedAndTurnsThroughTheCodes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.deps.sheet = func(r handoff.Request) (handoff.Sheet, error) {
			s := sampleSheet(r)
			s.WebhookURL += strings.Repeat("/long", 14)
			return s, nil
		}
		b.screen.MainAction()
		assert.True(t, b.screen.ctl.full.Busy())
		b.wait()
		assert.Equal(t, []app.HandoffWay{app.HandoffFullScreen}, b.deps.ways)
		view := b.shell.full.(*bigCode)
		assert.Equal(t, "Sheet NB-0009", view.p.number, "the number that the log gave")
		require.Equal(t, fyne.Focusable(view), b.canvas().Focused())
		b.press(fyne.KeyLeft)
		assert.Equal(t, 0, view.page)
		b.press(fyne.KeyRight)
		b.press(fyne.KeyRight)
		assert.Equal(t, 1, view.page)
		assert.Equal(t, "Code 2 of 2", view.caption.text)
	})
}

func TestNothingIsShownThatCouldNotBeLogged(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.deps.out = func(app.HandoffWay) error { return app.NewError(app.CodeForbidden, app.Say("Not allowed.")) }
		b.screen.FullScreen()
		b.wait()
		assert.Nil(t, b.shell.full)
		assert.Len(t, b.shell.errors, 1)
		assert.False(t, b.screen.ctl.full.Busy())
	})
}

func TestSavingLogsWithTheFile(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.screen.ctl.pdf.OnTapped()
		assert.Equal(t, "Nusantara Bank Assistant published NB-0007.pdf", b.shell.saveName)
		assert.Empty(t, b.deps.ways, "nothing is logged before there is a place")
		b.deps.gate.Unlock()
		var file bytes.Buffer
		require.NoError(t, b.shell.saveWrite(t.Context(), &file))
		assert.ErrorContains(t, b.shell.saveWrite(t.Context(), fullDisk{}), "full")
		b.deps.gate.Lock()
		assert.Equal(t, "sheet as pdf for Surya Digital", file.String())
		b.shell.saveDone("/tmp/sheet.pdf", nil)
		b.shell.saveDone("", nil)
		assert.Equal(t, []string{"PDF saved"}, b.shell.toasts, "changing one's mind is no message")
	})
}

// fullDisk takes everything into its buffer and fails when that is emptied.
type fullDisk struct{}

func (fullDisk) Write(p []byte) (int, error) { return len(p), nil }
func (fullDisk) Flush() error                { return errors.New("disk full") }

func TestTextWithTheSecretIsForgottenByTheClipboard(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.screen.ctl.text.OnTapped()
		b.wait()
		assert.Equal(t, []string{"sheet as clipboard for Surya Digital"}, b.shell.copied)
		assert.Empty(t, b.shell.secrets)
		b.screen.ctl.secret.SetOn(true)
		b.screen.ctl.text.OnTapped()
		b.wait()
		assert.Len(t, b.shell.copied, 1)
		assert.Len(t, b.shell.secrets, 1)
	})
}

func TestAddressWithSecretIsCopiedWholeOrNotAtAll(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.screen.CopyAddress()
		assert.Equal(t, []string{"https://wa.banknusantara.example/hooks/meta/nb-41c0d7"}, b.shell.copied)
		b.deps.sheet = func(r handoff.Request) (handoff.Sheet, error) {
			s := sampleSheet(r)
			s.SecretInAddress, s.AddressWhole = true, r.IncludeSecret
			return s, nil
		}
		b.screen.Reload()
		b.wait()
		b.screen.CopyAddress()
		assert.Len(t, b.shell.copied, 1)
		assert.Len(t, b.shell.toasts, 1)
		b.screen.ctl.secret.SetOn(true)
		b.screen.Reload()
		b.wait()
		b.screen.CopyAddress()
		assert.Len(t, b.shell.secrets, 1)
	})
}

func TestPrintingOpensAFileThatOldOnesMakeRoomFor(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		t.Setenv("TMPDIR", t.TempDir())
		b := opened(t)
		old, err := os.MkdirTemp("", printedDir)
		require.NoError(t, err)
		require.NoError(t, os.Chtimes(old, noon.Add(-time.Hour), noon.Add(-time.Hour)))
		b.screen.ctl.page.OnTapped()
		b.wait()
		require.Len(t, b.shell.opened, 1)
		assert.Equal(t, b.deps.paths, b.shell.opened)
		assert.Equal(t, ".pdf", filepath.Ext(b.shell.opened[0]))
		assert.NoDirExists(t, old)
	})
}

func TestConfirmingFromTheLog(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.screen.log.state(b.screen.log.rows[1]).Do()
		b.wait()
		assert.Equal(t, []app.HandoffID{5}, b.deps.confirms)
		b.screen.log.table.OnSelect(1)
		require.True(t, b.dialogOpen())
		b.submit()
		b.wait()
		assert.Equal(t, []app.HandoffID{5, 5}, b.deps.confirms)
		assert.False(t, b.dialogOpen())
	})
}

// submit is Ctrl and Enter.
func (b *bench) submit() {
	type shortcutable interface{ TypedShortcut(fyne.Shortcut) }
	b.canvas().Focused().(shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestNoteIsKeptUntilItIsRight(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := opened(t)
		b.deps.note = func(_, text string) error {
			if text == "" {
				return app.Invalid("note", "Write what happened.")
			}
			b.deps.notes = append(b.deps.notes, text)
			return nil
		}
		b.screen.log.add.OnTapped()
		b.submit()
		b.wait()
		require.True(t, b.dialogOpen())
		b.typed("Read out over the phone")
		b.submit()
		b.wait()
		assert.Equal(t, []string{"Read out over the phone"}, b.deps.notes)
		assert.False(t, b.dialogOpen())
	})
}

func TestViewerLooksOnly(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enterAs(app.Viewer)
		assert.False(t, b.screen.ctl.actions.Visible())
		assert.True(t, b.screen.ctl.hint.Visible())
		assert.False(t, b.screen.log.add.Visible())
		assert.Empty(t, b.screen.log.state(b.screen.log.rows[1]).Action)
		b.screen.FullScreen()
		b.screen.addNote()
		b.wait()
		assert.Empty(t, b.deps.ways)
		assert.False(t, b.dialogOpen())
	})
}

func TestLogThatCannotBeReadLeavesTheSheet(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.deps.log = func() ([]handoff.Entry, error) { return nil, errors.New("disk") }
		b.enter()
		assert.Equal(t, kit.StageReady, b.screen.top.State())
		assert.Len(t, b.shell.errors, 1)
	})
}
