package settingspage

import (
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
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

// typed puts text into the control that has the focus.
func (b *bench) typed(text string) {
	for _, r := range text {
		b.shell.win.Canvas().Focused().TypedRune(r)
	}
}

func (b *bench) press(key fyne.KeyName) {
	b.shell.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
}

func TestThemeChangesAtOnceAndTheRestSaysAfterARestart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		look := b.screen.look
		look.theme.Focus()
		b.press(fyne.KeyRight)
		b.press(fyne.KeyRight)
		assert.Equal(t, []string{"light", "dark"}, b.deps.themes)
		assert.Equal(t, "dark", b.deps.prefs[app.SettingTheme])
		assert.False(t, look.restart.Visible())
		look.size.SetValue("120")
		look.size.OnChanged("120")
		assert.Equal(t, "120", b.deps.prefs[app.SettingTextSize])
		assert.True(t, look.restart.Visible())
		look.size.SetValue("100")
		look.size.OnChanged("100")
		assert.False(t, look.restart.Visible(), "back to what the window has")
	})
}

func TestAddressIsSavedOnLeavingTheFieldAndRefusedInPlace(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, frame.PartGateway)
		g := b.screen.gate
		require.True(t, g.address.IsFocused(), "the link from elsewhere leads to the field")
		scroll := b.screen.content.Objects[0].(*container.Scroll)
		assert.Positive(t, scroll.Offset.Y)
		b.deps.addrErr = app.Invalid(app.SettingPublicAddress, "An address begins with https://.")
		b.typed("x")
		b.press(fyne.KeyReturn)
		b.wait()
		require.Len(t, b.deps.addresses, 1)
		assert.Equal(t, "An address begins with https://.", g.address.ErrorText())
		assert.Empty(t, b.shell.errors)
		b.deps.addrErr = nil
		b.typed("y")
		b.shell.win.Canvas().Unfocus()
		b.wait()
		require.Len(t, b.deps.addresses, 2)
		assert.Empty(t, g.address.ErrorText())
	})
}

func TestReloadLeavesTypingAlone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, frame.PartGateway)
		b.typed("/desk")
		b.deps.view.PublicAddress = "https://other.example"
		b.screen.Reload()
		b.wait()
		assert.Contains(t, b.screen.gate.address.Text(), "/desk")
	})
}

func TestAgentSavesEachFieldAndShowsWhatIsWrong(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		a := b.screen.agent
		a.contact.Focus()
		b.typed("!")
		b.press(fyne.KeyReturn)
		b.wait()
		require.Len(t, b.deps.updated, 1)
		assert.Equal(t, app.AgentID(1), b.deps.updated[0].ID)
		b.deps.updateErr = app.Invalid("name", "There is an agent of that name already.")
		a.name.Focus()
		b.typed("2")
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Equal(t, "There is an agent of that name already.", a.name.ErrorText())
		assert.Contains(t, a.name.Text(), "2", "what was typed stays")
	})
}

func TestDeletingTakesTheAgentsName(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.screen.agent.remove.OnTapped()
		b.typed("nusantara bank assistan")
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Empty(t, b.deps.deleted)
		b.typed("t")
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Equal(t, []app.AgentID{1}, b.deps.deleted)
		assert.Nil(t, b.shell.win.Canvas().Overlays().Top(), "the dialog closed")
	})
}

func TestRolesDecideWhatCanBeChanged(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Contributor, "")
		assert.False(t, b.screen.agent.danger.Visible(), "only an Owner deletes agents")
		b.enter(app.Viewer, "")
		b.screen.agent.name.Focus()
		b.typed("x")
		b.shell.win.Canvas().Unfocus()
		b.wait()
		assert.Empty(t, b.deps.updated)
	})
}

func TestEncryptedFileAsksTwiceForAPassphrase(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		c := b.screen.secrets
		c.list.SetSelected(string(app.SecretsInFile))
		c.list.OnChanged(string(app.SecretsInFile))
		b.typed("short")
		b.press(fyne.KeyReturn) // leads to the second field
		b.typed("four plain words")
		b.submit()
		assert.Empty(t, b.deps.used, "the first is too short")
		b.press(fyne.KeyEscape)
		assert.Nil(t, b.shell.win.Canvas().Overlays().Top())
		assert.Equal(t, string(app.SecretsInKeychain), c.list.Selected(), "giving up leaves the place")

		c.list.OnChanged(string(app.SecretsInFile))
		b.typed("four plain words")
		b.press(fyne.KeyReturn)
		b.typed("four plain words")
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Equal(t, []app.SecretStoreKind{app.SecretsInFile}, b.deps.used)
		assert.Equal(t, "four plain words", b.deps.phrase.Expose())
		assert.Nil(t, b.shell.win.Canvas().Overlays().Top())
		assert.Equal(t, string(app.SecretsInFile), c.list.Selected())
	})
}

// submit is Ctrl and Enter.
func (b *bench) submit() {
	type shortcutable interface{ TypedShortcut(fyne.Shortcut) }
	b.shell.win.Canvas().Focused().(shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestLockedFileAsksOnceForItsPassphrase(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.deps.status = app.SecretStoreStatus{Kind: app.SecretsInFile, Problem: app.NewError(app.CodeSecretsUnavailable, app.Say("The file is locked."))}
		b.enter(app.Owner, "")
		b.deps.useErr = app.NewError(app.CodeSecretsUnavailable, app.Say("This is not its passphrase.")).WithField("passphrase")
		b.screen.secrets.askPassphrase(true)
		b.typed("four plain words")
		b.submit()
		b.wait()
		require.NotNil(t, b.shell.win.Canvas().Overlays().Top(), "a wrong one can be corrected")
		b.deps.useErr = nil
		b.submit()
		b.wait()
		assert.Equal(t, []app.SecretStoreKind{app.SecretsInFile}, b.deps.used)
		assert.Nil(t, b.shell.win.Canvas().Overlays().Top())
	})
}

func TestMemoryAndKeychain(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		c := b.screen.secrets
		c.list.OnChanged(string(app.SecretsInMemory))
		test.FocusNext(b.shell.win.Canvas())
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Equal(t, []app.SecretStoreKind{app.SecretsInMemory}, b.deps.used)
		assert.Equal(t, string(app.SecretsInMemory), c.list.Selected())
		b.deps.useErr = app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain is locked."))
		c.list.SetSelected(string(app.SecretsInKeychain))
		c.list.OnChanged(string(app.SecretsInKeychain))
		b.wait()
		assert.Len(t, b.shell.errors, 1)
		assert.Equal(t, string(app.SecretsInMemory), c.list.Selected())
	})
}

func TestFailureAndLoadingAreShownInPlace(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.deps.viewErr = errBroken
		b.screen.Enter(t.Context(), frame.Place{Agent: 1, Environment: app.Published}, "")
		assert.Equal(t, kit.StageLoading, b.screen.details.State())
		b.wait()
		assert.Equal(t, kit.StageFailed, b.screen.details.State())
		b.deps.viewErr = nil
		b.screen.Reload()
		b.wait()
		assert.Equal(t, kit.StageReady, b.screen.details.State())
		b.deps.viewErr = errBroken
		b.screen.Reload()
		b.wait()
		assert.Equal(t, kit.StageReady, b.screen.details.State(), "what was read stays")
		assert.Len(t, b.shell.errors, 1)
	})
}

func TestDatabaseCheckSaysWhatItFound(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.screen.data.check.OnTapped()
		assert.True(t, b.screen.data.check.Busy())
		b.wait()
		assert.Equal(t, kit.KindOK, b.screen.data.result.Kind())
		b.deps.checkErr = app.NewError(app.CodeInternal, app.Say("Line 7 of the activity log was changed."))
		b.screen.data.check.OnTapped()
		b.wait()
		assert.Equal(t, kit.KindDanger, b.screen.data.result.Kind())
		assert.Contains(t, b.screen.data.result.FullText(), "Line 7")
	})
}
