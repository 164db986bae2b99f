package channelpage

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func editing(t *testing.T) *bench {
	b := start(t, kit.ModeLight, published()).enter("")
	b.press("Edit published settings")
	return b
}

func TestPublishedIsLocked(t *testing.T) {
	b := start(t, kit.ModeLight, published()).enter("")
	require.Contains(t, b.texts(), "This is what customers use now.")
	f := b.page.account.box("app_id")
	f.text.Focus()
	test.Type(b.shell.win.Canvas().Focused(), "1")
	require.Equal(t, "731940286650112", f.text.Text())
	b.press("Change it in Draft")
	require.True(t, b.shell.has("choose draft"))
}

func TestEditsAreHeldBackUntilTheyAreReviewed(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.paste("app_secret", goodSecret)
	require.Empty(t, b.deps.edits())
	require.Equal(t, 2, b.page.Held())
	require.Contains(t, b.texts(), "2 changes are not live yet")
	require.Contains(t, b.texts(), "New value, not live yet")
	require.NotContains(t, b.texts(), goodSecret)
	require.NotContains(t, fmt.Sprintf("%+v", b.page.m.held), goodSecret)
	b.press("Review and save")
	require.True(t, b.shell.has("review"))
	require.Equal(t, 3, b.shell.edits.BaseVersion)
	require.Equal(t, goodSecret, b.shell.edits.Secrets["app_secret"].Expose())
	b.shell.review(true)
	b.settle()
	require.Zero(t, b.page.Held())
	require.True(t, b.page.m.readOnly())
}

func TestReviewThatWasNotSavedKeepsTheEdits(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.page.ReviewHeld()
	b.shell.review(false)
	b.settle()
	require.Equal(t, 1, b.page.Held())
	require.Equal(t, "555123456", b.page.account.box("app_id").text.Text())
}

func TestTypingTheOldValueIsNoChange(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.typeIn("app_id", "731940286650112")
	require.Zero(t, b.page.Held())
	b.press("Stop editing")
	require.True(t, b.page.m.readOnly())
}

func TestDiscardAsksAndForgets(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.press("Discard")
	b.press("Keep editing")
	require.Equal(t, 1, b.page.Held())
	b.press("Discard")
	b.press("Discard")
	require.Zero(t, b.page.Held())
	require.Equal(t, "731940286650112", b.page.account.box("app_id").text.Text())
}

func TestConflictKeepsTheEditsAndCompares(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.deps.mu.Lock()
	b.deps.view.Channel.Version = 4
	b.deps.view.Channel.Fields["waba_id"] = "99999999"
	b.deps.mu.Unlock()
	b.page.Reload()
	b.settle()
	require.Contains(t, b.texts(), "Somebody published other settings meanwhile.")
	b.press("Reload and compare")
	require.Equal(t, 4, b.shell.edits.BaseVersion)
	require.Equal(t, map[string]string{"app_id": "555123456"}, b.shell.edits.Fields)
	require.Equal(t, "99999999", b.page.account.box("waba_id").text.Text())
}

func TestAnotherProtocolIsHeldWithItsOwnFields(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.press("Coster")
	require.Equal(t, 1, b.page.Held(), "the edits of the protocol before wait")
	b.typeIn("account_id", "ACC-1")
	require.Equal(t, 2, b.page.Held())
	b.press("Meta Cloud")
	require.Equal(t, 1, b.page.Held())
	require.Equal(t, "555123456", b.page.account.box("app_id").text.Text())
	b.press("Coster")
	require.Equal(t, "ACC-1", b.page.account.box("account_id").text.Text())
}

func TestNewAgentOffersBothWays(t *testing.T) {
	deps := published()
	deps.view.Agent.HasDraft = false
	deps.view.Channel = app.Channel{ID: 1, AgentID: 1, Environment: app.Published, Session: app.DefaultSession()}
	b := start(t, kit.ModeLight, deps).enter("")
	require.Equal(t, kit.StageEmpty, b.page.stage.State())
	b.press("Create draft and start")
	require.True(t, b.shell.has("create draft"))
	b.press("Edit published settings")
	require.Equal(t, kit.StageReady, b.page.stage.State())
	b.press("Coster")
	require.Equal(t, 1, b.page.Held())
}

func TestSessionIsHeldInPublished(t *testing.T) {
	b := editing(t)
	b.page.tabs.Select(frame.PartWebhook)
	b.page.showPart(frame.PartWebhook)
	typeInto(b, b.page.hooks.get().session.texts[0].field, "Anything else?")
	typeInto(b, b.page.hooks.get().session.texts[2].field, "Bye.")
	require.Equal(t, 2, b.page.Held())
	require.Empty(t, b.deps.edits())
}
