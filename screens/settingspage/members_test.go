package settingspage

import (
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func (b *bench) texts() string { return frametest.TextsOn(b.shell.win.Canvas()) }

func (b *bench) tap(t *testing.T, text string) {
	t.Helper()
	frametest.TapOn(t, b.shell.win.Canvas(), text)
}

func (b *bench) layers() int { return len(b.shell.win.Canvas().Overlays().List()) }

func TestMemberDialogsLook(t *testing.T) {
	open := map[string]func(*bench){
		"add":        func(b *bench) { b.screen.members.askAdd() },
		"edit":       func(b *bench) { b.screen.members.askEdit(b.deps.members[1]) },
		"only-owner": func(b *bench) { b.screen.members.askEdit(b.deps.members[0]) },
		"passphrase": func(b *bench) { b.screen.members.askPassphrase(b.deps.members[0], nil) },
	}
	for name, show := range open {
		for mode, file := range map[kit.Mode]string{kit.ModeLight: name + "-light", kit.ModeDark: name + "-dark"} {
			if mode == kit.ModeDark && name != "edit" {
				continue
			}
			t.Run(file, func(t *testing.T) {
				test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(mode))
				synctest.Test(t, func(t *testing.T) {
					b := newBench(t)
					b.enter(app.Owner, "")
					b.shell.win.SetContent(kit.NewRect(kit.Bg))
					show(b)
					b.shell.win.Canvas().Unfocus()
					frametest.Compare(t, file, b.shell.win.Canvas().Capture())
				})
			})
		}
	}
}

func TestAnOwnerAddsAMember(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.tap(t, "Add member")
		b.deps.changeErr = app.NewError(app.CodeConflict, app.Say("There is a member called Raka already.")).WithField("name")
		b.typed("Raka")
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Contains(t, b.texts(), "There is a member called Raka already.")
		b.typed(" Putri")
		b.deps.changeErr = nil
		b.tap(t, "Viewer")
		b.submit()
		b.wait()
		require.Len(t, b.deps.added, 2)
		assert.Equal(t, "Raka Putri", b.deps.added[1].Name)
		assert.Equal(t, app.Viewer, b.deps.added[1].Role)
		assert.True(t, b.deps.added[1].Passphrase.IsEmpty())
		assert.Zero(t, b.layers())
		assert.Equal(t, []string{"Raka Putri is a member now"}, b.shell.toasts)
	})
}

func TestRolesAreChangedForTheWorkspaceAndForAgents(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.tap(t, "Edit Raka Pratama")
		b.tap(t, "No access")
		b.submit()
		b.wait()
		require.Len(t, b.deps.edited, 1)
		assert.Equal(t, app.NoRole, b.deps.edited[0].Role)
		assert.Equal(t, map[app.AgentID]app.Role{2: app.Viewer}, b.deps.edited[0].Roles)
		assert.Equal(t, "Raka Pratama", b.deps.edited[0].Name)
		roles := map[app.AgentID]app.Role{2: app.Viewer}
		assert.Equal(t, map[app.AgentID]app.Role{1: app.Owner, 2: app.Viewer}, withRole(roles, 1, app.Owner))
		assert.Empty(t, withRole(roles, 2, ""))
		assert.Len(t, roles, 1, "what was given stays as it is")
	})
}

func TestTheOnlyOwnerStaysOne(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.tap(t, "Edit Dewi Kartika")
		assert.Contains(t, b.texts(), "The only Owner stays one.")
		remove := b.find("Remove member")
		require.NotNil(t, remove)
		assert.True(t, remove.Disabled())
		b.tap(t, "Cancel")
		b.deps.members[1].Role = app.Owner
		b.screen.Reload()
		b.wait()
		b.tap(t, "Edit Dewi Kartika")
		b.tap(t, "Viewer")
		assert.Contains(t, b.texts(), "You would not manage members any more")
	})
}

// find gives the visible button with a text; nil when there is none.
func (b *bench) find(text string) *kit.Button {
	var found *kit.Button
	for _, o := range b.shell.win.Canvas().Overlays().List() {
		walk(o, func(o fyne.CanvasObject) {
			if k, ok := o.(*kit.Button); ok && k.Text() == text {
				found = k
			}
		})
	}
	return found
}

func walk(o fyne.CanvasObject, look func(fyne.CanvasObject)) {
	look(o)
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			walk(c, look)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			walk(c, look)
		}
	}
}

func TestRemovingSaysWhatStays(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.tap(t, "Edit Siti Nurhaliza")
		b.tap(t, "Remove member")
		assert.Contains(t, b.texts(), "What they did stays in the activity log under their name.")
		b.tap(t, "Keep the member")
		b.wait()
		assert.Empty(t, b.deps.removed)
		b.tap(t, "Remove member")
		b.tap(t, "Remove")
		b.wait()
		assert.Equal(t, []app.MemberID{3}, b.deps.removed)
		assert.Zero(t, b.layers())
	})
}

func TestOnesOwnPassphraseTakesTheOldOne(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Contributor, "")
		assert.NotContains(t, b.texts(), "Add member")
		assert.Contains(t, b.texts(), "Only an Owner of the workspace")
		b.tap(t, "Change the passphrase")
		b.submit()
		assert.Contains(t, b.texts(), "Enter the passphrase that you have now.")
		b.typed("old words here")
		b.press(fyne.KeyReturn)
		b.typed("new words here")
		b.press(fyne.KeyReturn)
		b.typed("other words")
		b.press(fyne.KeyReturn)
		assert.Contains(t, b.texts(), "The two are not the same.")
		assert.Empty(t, b.deps.phrases)
		for range len("other words") {
			b.press(fyne.KeyBackspace)
		}
		b.typed("new words here")
		b.deps.changeErr = app.NewError(app.CodeForbidden, app.Say("This passphrase is not right.")).WithField("passphrase")
		b.submit()
		b.wait()
		assert.Contains(t, b.texts(), "This passphrase is not right.")
		b.deps.changeErr = nil
		b.submit()
		b.wait()
		assert.Equal(t, `1 "old words here" "new words here"`, b.deps.phrases[1])
		assert.Zero(t, b.layers())
		assert.Equal(t, []string{"The passphrase is set"}, b.shell.toasts)
	})
}

func TestAnOwnerSetsAndRemovesThatOfAnother(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.tap(t, "Edit Siti Nurhaliza")
		b.tap(t, "Change the passphrase")
		assert.NotContains(t, b.texts(), "Present passphrase")
		b.tap(t, "Remove it")
		b.wait()
		assert.Equal(t, []string{`3 "" ""`}, b.deps.phrases)
		assert.Contains(t, b.texts(), "Anybody at this computer can work under this name.", "the first dialog follows")
		b.tap(t, "Cancel")
		b.tap(t, "Edit Raka Pratama")
		b.tap(t, "Set a passphrase")
		assert.Nil(t, b.find("Remove it"))
		b.deps.changeErr = app.Invalid("passphrase", "The passphrase is too short.")
		b.typed("short")
		b.press(fyne.KeyReturn)
		b.typed("short")
		b.press(fyne.KeyReturn)
		b.wait()
		assert.Contains(t, b.texts(), "The passphrase is too short.")
	})
}

func TestMembersThatCannotBeRead(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.deps.membersErr = errBroken
		b.enter(app.Owner, "")
		assert.Contains(t, b.texts(), "The members could not be read")
		b.deps.membersErr = nil
		b.screen.Reload()
		b.wait()
		assert.Contains(t, b.texts(), "Siti Nurhaliza")
		b.deps.membersErr = errBroken
		b.screen.Reload()
		b.wait()
		assert.Contains(t, b.texts(), "Siti Nurhaliza", "what was read stays")
		assert.Len(t, b.shell.errors, 1)
	})
}

func TestALinkLeadsToTheMembers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		b := newBench(t)
		b.enter(app.Owner, frame.PartMembers)
		assert.Empty(t, b.screen.part)
		card := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.screen.members.card)
		assert.Less(t, card.Y, float32(200))
	})
}
