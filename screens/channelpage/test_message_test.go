package channelpage

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// bothTokens is a Coster channel that can send templates and texts.
func bothTokens() *fakeDeps {
	d := coster()
	d.view.Channel.Secrets["conversation_token"] = app.SecretInfo{Ref: "c", Origin: "c", SetAt: clock(8, 0)}
	return d
}

// write types into what has the focus, then moves on.
func (b *bench) write(texts ...string) {
	b.t.Helper()
	for _, text := range texts {
		e := b.shell.win.Canvas().Focused()
		require.NotNil(b.t, e)
		for _, r := range text {
			e.TypedRune(r)
		}
		b.shell.win.Canvas().FocusNext()
	}
	b.settle()
}

func openTest(t *testing.T, d *fakeDeps) *bench {
	t.Helper()
	b := start(t, kit.ModeLight, d).enter("")
	b.press("Send a test message")
	require.Contains(t, b.texts(), "One real message is sent. Coster may charge for it.")
	return b
}

func TestTestMessageIsSentOnceAndCheckedAgain(t *testing.T) {
	var sent []protocol.TestMessage
	deps := coster()
	deps.sendTest = func(m protocol.TestMessage) (protocol.TestResult, error) {
		sent = append(sent, m)
		return protocol.TestResult{MessageID: "wamid.7", Secret: "push_token"}, nil
	}
	b := openTest(t, deps)
	require.NotContains(t, b.texts(), "Text into an open chat", "there is no conversation token")
	b.write("0812-5550-1423", "order_ready")
	b.press("Send one message")
	require.Len(t, sent, 1)
	require.Equal(t, "+6281255501423", sent[0].To)
	require.Equal(t, "order_ready", sent[0].Template)
	require.Equal(t, "id", sent[0].Language)
	require.Empty(t, sent[0].Text)
	require.LessOrEqual(t, len(sent[0].ID), 64)
	require.Contains(t, b.texts(), "Coster took the message")
	require.Contains(t, b.texts(), "The Push token works. Look at the phone: it should arrive within a minute. Message ID wamid.7")
	require.Equal(t, 1, deps.called("check"))
	b.press("Send again")
	require.Len(t, sent, 2)
	require.NotEqual(t, sent[0].ID, sent[1].ID)
}

func TestWrongTestMessageIsNotSent(t *testing.T) {
	b := openTest(t, coster())
	b.write("12")
	b.press("Send one message")
	require.Contains(t, b.texts(), "This is not a phone number.")
	require.Contains(t, b.texts(), "Enter the template's name, exactly as the provider has it.")
	require.Zero(t, b.deps.called("test "))
	b.press("Close")
	b.press("Send a test")
	b.write("0811-5550-0199")
	b.press("Send one message")
	require.Contains(t, b.texts(), "This is the channel's own number.")
}

func TestTextGoesIntoAnOpenChat(t *testing.T) {
	deps := bothTokens()
	b := openTest(t, deps)
	require.Contains(t, b.texts(), "Template name")
	b.press("Close")
	b.page.askTest(protocol.TestText)
	require.NotContains(t, b.texts(), "Template name")
	require.Contains(t, b.texts(), "write to +62 811-5550-0199 from this phone first.")
	b.write("+62 812-5550-1423")
	b.press("Send one message")
	require.Equal(t, 1, deps.called("test +6281255501423 This is a test message."))
}

func TestOpenOutcomeIsNeverCalledFailed(t *testing.T) {
	deps := coster()
	deps.sendTest = func(protocol.TestMessage) (protocol.TestResult, error) {
		return protocol.TestResult{}, app.NewError(app.CodeProviderUnreachable, app.Say("Coster did not answer."))
	}
	b := openTest(t, deps)
	b.write("0812-5550-1423", "order_ready")
	b.press("Send one message")
	require.Contains(t, b.texts(), "It may have been sent")
	require.Zero(t, deps.called("check"))
}

func TestRefusedAndUnsentMessagesSaySo(t *testing.T) {
	for _, err := range []error{
		app.NewError(app.CodeProviderRefused, app.Say("Coster knows no such template.")),
		errors.Join(protocol.ErrNotSent, app.NewError(app.CodeProviderUnreachable, app.Say("Coster knows no such template."))),
	} {
		deps := coster()
		deps.sendTest = func(protocol.TestMessage) (protocol.TestResult, error) { return protocol.TestResult{}, err }
		b := openTest(t, deps)
		b.write("0812-5550-1423", "order_ready")
		b.press("Send one message")
		require.Contains(t, b.texts(), "Nothing was sent\nCoster knows no such template.")
		require.NotContains(t, b.texts(), "It may have been sent")
	}
}

func TestMessageGoesOnWhenItsDialogIsClosed(t *testing.T) {
	deps := coster()
	begun, goOn := make(chan struct{}), make(chan struct{})
	deps.sendTest = func(protocol.TestMessage) (protocol.TestResult, error) {
		close(begun)
		<-goOn
		return protocol.TestResult{}, nil
	}
	b := openTest(t, deps)
	b.write("0812-5550-1423", "order_ready")
	frametest.TapOn(t, b.shell.win.Canvas(), "Send one message")
	<-begun
	frametest.TapOn(t, b.shell.win.Canvas(), "Close")
	close(goOn)
	b.settle()
	require.True(t, b.shell.has("toast Coster took the message"))
	require.Equal(t, 1, deps.called("check"))
}

func TestKindsFollowTheStoredTokens(t *testing.T) {
	d, c := costerDeclaration(), coster().view.Channel
	require.Equal(t, []protocol.TestKind{protocol.TestTemplate}, testKinds(d, c))
	c.Secrets = map[string]app.SecretInfo{}
	require.Empty(t, testKinds(d, c))
	require.Equal(t, []protocol.TestKind{protocol.TestTemplate, protocol.TestText}, testKinds(metaDeclaration(), c), "nothing says what is needed")
}

func TestTestWaitsForTheCredentials(t *testing.T) {
	deps := coster()
	deps.view.Channel.Secrets = map[string]app.SecretInfo{}
	b := start(t, kit.ModeLight, deps).enter("")
	b.press("Send a test message")
	require.True(t, b.shell.has("toast Save the credentials first"))
}

func TestValuesAreOneALine(t *testing.T) {
	require.Nil(t, lines(" \n"))
	require.Equal(t, []string{"Rina", "", "Rp 10"}, lines("Rina\n\n Rp 10 \n\n"))
}
