package channelpage

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestChoiceDecidesWhichSecretsThereAre(t *testing.T) {
	b := start(t, kit.ModeLight, qontak()).enter("")
	require.Contains(t, b.texts(), "Access token")
	require.NotContains(t, b.texts(), "HMAC client secret")
	c := b.page.account.deciding().choice.(*kit.SegmentedField)
	c.Focus()
	b.shell.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	b.settle()
	require.Equal(t, "hmac", b.deps.view.Channel.Fields["auth"])
	require.Contains(t, b.texts(), "HMAC client secret")
	require.NotContains(t, b.texts(), "Verify now", "the token is no part of the form any more")
	require.NotContains(t, b.texts(), "Pick from your channels", "nothing that applies is stored")
	b.page.focusField("access_token")
	require.False(t, b.page.secrets.box("access_token").field.IsReplacing(), "what is not in sight gets no focus")
	c.Focus()
	b.shell.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	b.settle()
	require.False(t, b.page.secrets.box("access_token").field.IsEmpty(), "it was kept")
	require.Contains(t, b.texts(), "Pick from your channels")
}

func TestFieldIsThereOnlyWhileItsChoiceAsksForIt(t *testing.T) {
	d := qontakDeclaration()
	d.Fields = append(d.Fields, protocol.Field{Name: "tenant", Label: "Tenant", Kind: protocol.Plain, When: &protocol.Condition{Field: "auth", Value: "hmac"}})
	deps := qontak()
	deps.registry = protocol.NewRegistry(registering{fakeProtocol{d}})
	b := start(t, kit.ModeLight, deps).enter("")
	require.NotContains(t, b.texts(), "Tenant")
	deps.view.Channel.Fields["auth"] = "hmac"
	b.page.Reload()
	b.settle()
	require.Contains(t, b.texts(), "Tenant")
}

func TestLongChoicesAreAList(t *testing.T) {
	f := protocol.Field{Label: "Region", Kind: protocol.Choice}
	for _, name := range []string{"Jakarta", "Surabaya and the east", "Medan and the north", "Everywhere else"} {
		f.Choices = append(f.Choices, protocol.ChoiceOption{Value: name, Label: app.Say("{{.Name}}", "Name", name)})
	}
	newApp(t, kit.ModeLight)
	require.IsType(t, &kit.Select{}, newChoice(f, nil))
	f.Choices = f.Choices[:2]
	require.IsType(t, &kit.SegmentedField{}, newChoice(f, nil))
}

func TestUsualAddressesAreOffered(t *testing.T) {
	b := start(t, kit.ModeLight, qontak()).enter("")
	b.press("Advanced")
	b.press("Usual addresses")
	require.Contains(t, b.texts(), "Mekari (current), with HMAC")
	e := b.shell.win.Canvas().Focused()
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.settle()
	require.Equal(t, "https://api.mekari.com/qontak/chat/v1", b.deps.view.Channel.Fields["api_address"])
}

func TestSecretsOfWhichOneIsEnoughStandTogether(t *testing.T) {
	b := start(t, kit.ModeLight, coster()).enter("")
	require.Contains(t, b.texts(), "At least one of these is needed. The conversation token answers customers, the push token sends notifications.")
	require.Contains(t, b.texts(), "Optional", "the push token is there already")
	require.NotContains(t, b.texts(), "Copy the request")
	b.deps.view.Channel.Secrets = map[string]app.SecretInfo{}
	b.page.Reload()
	b.settle()
	require.NotContains(t, b.texts(), "Optional")
	b.press("Copy the request")
	require.Equal(t, "Hello, please send the two tokens.", b.shell.text)
}

func TestWhatTheProviderCannotDo(t *testing.T) {
	b := start(t, kit.ModeLight, coster()).enter("")
	require.Contains(t, b.texts(), "What Coster cannot do")
	require.Contains(t, b.texts(), "Type both IDs, as Coster's staff gave them.")
	b.press("Go to Hand-off")
	require.True(t, b.shell.has("go handoff "))
	require.NotContains(t, start(t, kit.ModeLight, draft()).enter("").texts(), "cannot do")
}

func TestIdentifiersArePickedWhenTheListerIsThere(t *testing.T) {
	deps := qontak()
	deps.numbers = func() ([]protocol.Number, error) { return nil, nil }
	b := start(t, kit.ModeLight, deps).enter("")
	b.press("Pick from your channels")
	require.True(t, b.shell.has("toast Qontak shows nothing to pick. Ask the client's admin to give these credentials access"))
	require.NotContains(t, start(t, kit.ModeLight, coster()).enter("").texts(), "Pick from")
}

func TestSeveralWarningsAreOneList(t *testing.T) {
	b := start(t, kit.ModeLight, newQontak()).enter("")
	require.Contains(t, b.texts(), "•\nDraft and Published use the same phone number")
	require.Contains(t, b.texts(), "Registering one environment takes the messages away from the other.")
}

// tabOrder are the labels of everything that Tab reaches, in order.
func tabOrder(b *bench) []string {
	c := b.shell.win.Canvas()
	var order []string
	for range 60 {
		test.FocusNext(c)
		l, ok := c.Focused().(interface{ AccessibilityLabel() string })
		if !ok || len(order) > 0 && l.AccessibilityLabel() == order[0] {
			break
		}
		order = append(order, l.AccessibilityLabel())
	}
	return order
}

func TestKeyboardReachesTheNewControls(t *testing.T) {
	require.Equal(t, []string{
		"Account and credentials", "Webhook and session", "What comes in", "Meta Cloud", "Coster", "Qontak",
		"Advanced", "Account code (phone number)", "Account ID", "Division ID",
		"Conversation token", "Reveal the Push token", "Send a test", "Replace", "Go to Hand-off",
		"Run again", "Send a test message", "Copy report",
	}, tabOrder(start(t, kit.ModeLight, coster()).enter("")))
	order := tabOrder(start(t, kit.ModeLight, qontak()).enter(""))
	require.Subset(t, order, []string{"Pick from your channels", "Channel Integration ID", "Sign-in method, Access token", "Register endpoint"})
	order = tabOrder(hooks(t, registered()))
	require.Equal(t, []string{"Copy", "Reveal", "Copy the webhook secret", "Regenerate", "Register again", "Read what stands there now", "Unregister"}, order[4:11])
}

func TestAViewerReadsEverythingOnceAndNoAdvice(t *testing.T) {
	deps := viewer(coster())
	deps.view.Agent.Sandbox = true
	b := start(t, kit.ModeLight, deps).enter("")
	require.Equal(t, 1, strings.Count(b.texts(), "no message has proved the Push token yet"))
	require.Contains(t, b.texts(), "Nothing is known to be wrong.")
	require.NotContains(t, b.texts(), "Send a test message to your own number.")
	require.NotContains(t, b.texts(), "Sandbox values")
	b = hooks(t, deps)
	require.NotContains(t, b.texts(), "A new secret stops incoming messages")
}

func TestViewerLooksAndChangesNothing(t *testing.T) {
	b := start(t, kit.ModeLight, viewer(qontak())).enter("")
	require.Contains(t, b.texts(), "You can look, not change. Your role on Kopi Langit Order Desk is Viewer. Ask Dewi Kartika, the owner, if you need to edit.")
	require.Equal(t, []string{"Account and credentials", "Webhook and session", "What comes in", "Advanced", "Where do I find these?",
		"Account code (phone number)", "Channel Integration ID", "Copy report"}, tabOrder(b))
	f := b.page.account.box("channel_integration_id")
	f.text.Focus()
	test.Type(b.shell.win.Canvas().Focused(), "1")
	require.Equal(t, "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111", f.text.Text())
	b.page.MainAction()
	b.settle()
	require.Zero(t, b.deps.called("check"))
	b.press("Webhook and session")
	for _, gone := range []string{"Reveal", "Regenerate", "Register again", "Unregister", "Read what stands there now", "Register endpoint"} {
		require.NotContains(t, b.texts(), gone+"\n")
	}
	b.page.CopyAddress()
	b.settle()
	require.Zero(t, b.deps.called("whole address"))
	require.True(t, b.page.m.readOnly())
}

func TestViewerOfPublishedCannotUnlockIt(t *testing.T) {
	b := start(t, kit.ModeLight, viewer(published())).enter(frame.PartWebhook)
	require.NotContains(t, b.texts(), "Edit published settings")
	require.NotContains(t, b.texts(), "Set this address")
	require.NotContains(t, b.texts(), "Read again")
	empty := viewer(blank())
	empty.owners = []string{"Dewi Kartika", "Raka Pratama"}
	b = start(t, kit.ModeLight, empty).enter("")
	require.Contains(t, b.texts(), "Ask Dewi Kartika or Raka Pratama if you need to edit.")
	require.NotContains(t, b.texts(), "Create draft and start")
}

func TestRoleThatWasTakenAwayForgetsHeldEdits(t *testing.T) {
	b := editing(t)
	b.typeIn("app_id", "555123456")
	b.deps.role = app.Viewer
	b.page.Reload()
	b.settle()
	require.Zero(t, b.page.Held())
	require.Contains(t, b.texts(), "Ask an owner if you need to edit.")
	require.Equal(t, "731940286650112", b.page.account.box("app_id").text.Text())
}
