package channelpage

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/kit"
)

func TestFieldSavesItselfOnBlur(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	b.typeIn("app_id", "555123456")
	saved := b.deps.edits()
	require.Len(t, saved, 1)
	require.Equal(t, map[string]string{"app_id": "555123456"}, saved[0].Fields)
	require.Contains(t, b.texts(), "Saved in draft 09:40")
}

func TestAccountCodeIsUnderstoodAndFormatted(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	f := b.typeIn(accountCode, "0812-5550-1423")
	require.Equal(t, "+6281255501423", b.deps.view.Channel.AccountCode)
	require.Equal(t, "+62 812-5550-1423", f.text.Text())
}

func TestWrongValueStaysWithItsReason(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	f := b.typeIn("app_id", "12a")
	require.Empty(t, b.deps.edits())
	require.Contains(t, f.text.ErrorText(), "digits only")
	b.page.Reload()
	b.settle()
	require.Equal(t, "12a", f.text.Text(), "a reload does not take away what was typed")
	b.typeIn("app_id", "555123456")
	require.Empty(t, f.text.ErrorText())
	require.Len(t, b.deps.edits(), 1)
}

func TestReloadLeavesTheFieldInHandAlone(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	f := b.page.account.box("app_id")
	f.text.Focus()
	test.Type(b.shell.win.Canvas().Focused(), "99")
	b.page.Reload()
	b.settle()
	require.Contains(t, f.text.Text(), "99")
}

func TestFailedSaveKeepsTheTypedValue(t *testing.T) {
	deps := draft()
	deps.saveErr = app.NewError(app.CodeInternal, app.Say("The disk is full.")).WithField("app_id")
	b := start(t, kit.ModeLight, deps).enter("")
	f := b.typeIn("app_id", "555123456")
	require.Equal(t, "555123456", f.text.Text())
	require.Equal(t, "The disk is full.", f.text.ErrorText())
}

func TestLeavingThePageSavesWhatIsTyped(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	f := b.page.account.box("app_id")
	f.text.Focus()
	e := b.shell.win.Canvas().Focused()
	e.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(e, "555123456")
	b.page.Leave()
	b.settle()
	require.Equal(t, "555123456", b.deps.view.Channel.Fields["app_id"])
}

func placement(field, label string) func(string, string, bool) (protocol.Placement, bool) {
	return func(in, _ string, _ bool) (protocol.Placement, bool) {
		return protocol.Placement{Field: field, Label: label, Why: app.Say("It looks like one.")}, in != field
	}
}

func TestValueInTheWrongBoxIsMoved(t *testing.T) {
	deps := draft()
	deps.recognise = placement("phone_number_id", "Phone number ID")
	b := start(t, kit.ModeLight, deps).enter("")
	f := b.typeIn("app_id", "555123456")
	require.Contains(t, b.texts(), "This looks like the Phone number ID. It looks like one.")
	b.press("Move it there")
	require.Equal(t, "555123456", deps.view.Channel.Fields["phone_number_id"])
	require.Equal(t, "731940286650112", deps.view.Channel.Fields["app_id"], "the box gets back what it had")
	require.Equal(t, "731940286650112", f.text.Text())
	require.Equal(t, "555123456", b.page.account.box("phone_number_id").text.Text())
	require.NotContains(t, b.texts(), "Move it there")
}

func TestValueInTheWrongBoxMayStay(t *testing.T) {
	deps := draft()
	deps.recognise = placement("phone_number_id", "Phone number ID")
	b := start(t, kit.ModeLight, deps).enter("")
	b.typeIn("app_id", "555123456")
	b.press("Keep it here")
	require.Equal(t, "555123456", deps.view.Channel.Fields["app_id"])
	require.NotContains(t, b.texts(), "Move it there")
}

func TestSecretInAFieldIsNeverWrittenDown(t *testing.T) {
	deps := draft()
	deps.registry = protocol.NewRegistry(fakeProtocol{plainDeclaration("coster", "Coster", "Hosted")})
	deps.view.Channel.Protocol, deps.view.Channel.Fields, deps.view.Channel.Secrets = "coster", map[string]string{}, map[string]app.SecretInfo{}
	deps.recognise = placement("token", "Token")
	b := start(t, kit.ModeLight, deps).enter("")
	f := b.typeIn("account_id", "tok-abcdefghijklmnop")
	require.Empty(t, deps.edits(), "a plain field would have taken it")
	b.press("Move it there")
	saved := deps.edits()
	require.Len(t, saved, 1)
	require.Equal(t, "tok-abcdefghijklmnop", saved[0].Secrets["token"].Expose())
	require.Empty(t, deps.view.Channel.Fields["account_id"])
	require.Empty(t, f.text.Text())
}

func TestPickedNumberFillsAllFieldsAtOnce(t *testing.T) {
	deps := draft()
	deps.numbers = func() ([]protocol.Number, error) {
		return []protocol.Number{{AccountCode: "+6281255501423", VerifiedName: "Second Line", Account: "Bank Nusantara",
			Fields: map[string]string{"waba_id": "22222222", "phone_number_id": "33333333"}}}, nil
	}
	b := start(t, kit.ModeLight, deps).enter("")
	b.press("Pick from your numbers")
	require.Contains(t, b.texts(), "Second Line · Bank Nusantara")
	b.page.takeNumber(protocol.Number{AccountCode: "+6281255501423", Fields: map[string]string{"waba_id": "22222222", "phone_number_id": "33333333"}})
	b.settle()
	require.Len(t, deps.edits(), 1)
	require.Equal(t, "33333333", b.page.account.box("phone_number_id").text.Text())
	require.Equal(t, "+62 812-5550-1423", b.page.account.box(accountCode).text.Text())
}

func TestPickedRowsSayWhatTellsThemApart(t *testing.T) {
	d := qontakDeclaration()
	n := protocol.Number{AccountCode: "+6281155500311", VerifiedName: "Rumah Teduh", Status: "ACTIVE",
		Fields: map[string]string{"channel_integration_id": "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111"}}
	require.Equal(t, "+62 811-5550-0311", numberTitle(n))
	require.Equal(t, "Rumah Teduh · Active · 0b5f0c52…d111", numberDetail(n, d))
	n.AccountCode, n.Status = "", "INACTIVE"
	require.Equal(t, "Rumah Teduh", numberTitle(n))
	require.Equal(t, "Not active · 0b5f0c52…d111", numberDetail(n, d))
	n.VerifiedName, n.Status = "", "IN_REVIEW"
	require.Equal(t, "No number yet", numberTitle(n))
	require.Equal(t, "In review · 0b5f0c52…d111", numberDetail(n, d))
}

func TestProtocolChangeLosesNothing(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	b.press("Qontak")
	require.EqualValues(t, "qontak", b.deps.view.Channel.Protocol)
	require.NotNil(t, b.page.account.box("account_id"))
	require.NotContains(t, b.texts(), "App Secret")
	require.True(t, b.shell.has("toast The values of Meta Cloud are kept and come back with it"))
	b.press("Meta Cloud")
	require.Equal(t, "731940286650112", b.page.account.box("app_id").text.Text())
	require.False(t, b.page.secrets.box("app_secret").field.IsEmpty())
}

func TestOnlyTheProtocolCardBeforeAProtocolIsChosen(t *testing.T) {
	deps := draft()
	deps.view.Channel.Protocol, deps.view.Channel.Fields, deps.view.Channel.Secrets = "", nil, map[string]app.SecretInfo{}
	b := start(t, kit.ModeLight, deps).enter("")
	require.NotContains(t, b.texts(), "Credentials")
	b.press("Coster")
	require.EqualValues(t, "coster", deps.view.Channel.Protocol)
	require.Contains(t, b.texts(), "Credentials")
}

func TestAdvancedFieldsFoldAndOpenForTheirErrors(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	require.NotContains(t, b.texts(), "Graph version")
	b.press("Advanced")
	require.Contains(t, b.texts(), "Graph version")
	b.press("Advanced")
	b.page.showProblems(app.Invalid("api_address", "Not an address."))
	require.Contains(t, b.texts(), "Not an address.")
}

func TestFindHelpExplainsAndCopies(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	b.press("Where do I find these?")
	b.press("Copy")
	require.Equal(t, "App ID: Open the app. The App ID stands at the top. https://developers.facebook.com/apps", b.shell.text)
	b.press("Open the page")
	require.True(t, b.shell.has("open https://developers.facebook.com/apps"))
}

func TestSandboxValuesAreCopiedAndSecretsStayHidden(t *testing.T) {
	deps := draft()
	deps.view.Agent.Sandbox = true
	deps.sandbox = []SandboxValue{{Label: "App ID", Value: "1234567"}, {Label: "Access token", Value: "EAAsecret", Secret: true}}
	b := start(t, kit.ModeLight, deps).enter("")
	b.press("Sandbox values")
	require.NotContains(t, b.texts(), "EAAsecret")
	b.press("Copy")
	require.Equal(t, "EAAsecret", b.shell.secret.Expose())
}

func TestKeyboardReachesEverythingInOrder(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	c := b.shell.win.Canvas()
	var order []string
	for range 40 {
		test.FocusNext(c)
		l, ok := c.Focused().(interface{ AccessibilityLabel() string })
		if !ok {
			break
		}
		if len(order) > 0 && l.AccessibilityLabel() == order[0] {
			break
		}
		order = append(order, l.AccessibilityLabel())
	}
	require.Equal(t, []string{
		"Account and credentials", "Webhook and session", "What comes in", "Meta Cloud", "Coster", "Qontak",
		"Pick from your numbers", "Advanced", "Where do I find these?",
		"Account code (phone number)", "WhatsApp Business Account ID", "Phone number ID", "App ID",
		"Reveal", "Replace", "Reveal the Access token", "Verify now", "Replace", "Copy the request",
		"Run again", "Subscribe now", "Show me where", "Copy report",
	}, order)
}
