package channelpage

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/session"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestPictures(t *testing.T) {
	for _, p := range []struct {
		name, part string
		mode       kit.Mode
		size       fyne.Size
		deps       func() *fakeDeps
		then       func(*bench)
	}{
		{"account-light", frame.PartAccount, kit.ModeLight, pageSize, draft, nil},
		{"account-dark", frame.PartAccount, kit.ModeDark, pageSize, draft, nil},
		{"account-small-light", frame.PartAccount, kit.ModeLight, pageSmall, draft, nil},
		{"webhook-light", frame.PartWebhook, kit.ModeLight, pageSize, draft, nil},
		{"webhook-dark", frame.PartWebhook, kit.ModeDark, pageSize, draft, nil},
		{"doubts-light", frame.PartAccount, kit.ModeLight, fyne.NewSize(1060, 1040), doubts, func(b *bench) {
			b.press("Advanced")
			b.typeIn("graph_version", "twenty")
			b.typeIn("app_id", "555123456")
		}},
		{"blank-light", frame.PartAccount, kit.ModeLight, pageSize, blank, nil},
		{"foreign-light", frame.PartWebhook, kit.ModeLight, pageSize, foreign, nil},
		{"qontak-light", frame.PartAccount, kit.ModeLight, pageSize, qontak, nil},
		{"qontak-dark", frame.PartAccount, kit.ModeDark, pageSize, qontak, nil},
		{"qontak-new-light", frame.PartAccount, kit.ModeLight, fyne.NewSize(1060, 1000), newQontak, func(b *bench) { b.press("Advanced") }},
		{"qontak-narrow-light", frame.PartAccount, kit.ModeLight, fyne.NewSize(828, 1100), newQontak, nil},
		{"coster-light", frame.PartAccount, kit.ModeLight, fyne.NewSize(1060, 900), coster, nil},
		{"coster-dark", frame.PartAccount, kit.ModeDark, fyne.NewSize(1060, 900), coster, nil},
		{"endpoint-light", frame.PartWebhook, kit.ModeLight, pageSize, qontak, nil},
		{"endpoint-dark", frame.PartWebhook, kit.ModeDark, pageSize, qontak, nil},
		{"endpoint-registered-light", frame.PartWebhook, kit.ModeLight, pageSize, registered, nil},
		{"endpoint-failed-narrow-light", frame.PartWebhook, kit.ModeLight, fyne.NewSize(828, 741), refused, nil},
		{"endpoint-blocked-light", frame.PartWebhook, kit.ModeLight, pageSize, blocked, nil},
		{"staff-light", frame.PartWebhook, kit.ModeLight, pageSize, coster, nil},
		{"viewer-light", frame.PartAccount, kit.ModeLight, pageSize, func() *fakeDeps { return viewer(qontak()) }, nil},
		{"viewer-coster-light", frame.PartAccount, kit.ModeLight, pageSize, func() *fakeDeps {
			d := viewer(coster())
			d.view.Agent.Sandbox = true
			return d
		}, nil},
		{"viewer-webhook-light", frame.PartWebhook, kit.ModeLight, pageSize, func() *fakeDeps { return viewer(registered()) }, nil},
		{"test-message-light", frame.PartAccount, kit.ModeLight, pageSize, coster, func(b *bench) { b.press("Send a test message") }},
		{"test-message-dark", frame.PartAccount, kit.ModeDark, pageSize, coster, func(b *bench) { b.press("Send a test message") }},
		{"regenerate-light", frame.PartWebhook, kit.ModeLight, pageSize, registered, func(b *bench) { b.press("Regenerate") }},
		{"replace-light", frame.PartWebhook, kit.ModeLight, pageSize, standing, func(b *bench) { b.press("Register endpoint") }},
		{"try-light", frame.PartWebhook, kit.ModeLight, pageSize, draft, tryAWhile},
		{"try-dark", frame.PartWebhook, kit.ModeDark, pageSize, draft, tryAWhile},
		{"try-narrow-light", frame.PartWebhook, kit.ModeLight, fyne.NewSize(960, 1380), qontak, tryAWhile},
		{"unanswered-light", frame.PartWebhook, kit.ModeLight, pageSize, draft, func(b *bench) { b.page.hooks.get().customer.choose(session.Unanswered) }},
		{"published-light", frame.PartAccount, kit.ModeLight, pageSize, published, nil},
		{"editing-light", frame.PartAccount, kit.ModeLight, pageSize, published, func(b *bench) {
			b.press("Edit published settings")
			b.typeIn("app_id", "55512345678")
		}},
	} {
		t.Run(p.name, func(t *testing.T) {
			b := start(t, p.mode, p.deps())
			b.shell.win.Resize(p.size)
			b.enter(p.part)
			if p.then != nil {
				p.then(b)
			}
			b.shell.win.Canvas().Unfocus() // a caret blinks
			b.golden(p.name)
		})
	}
}

// tryAWhile plays a chat up to the second question.
func tryAWhile(b *bench) {
	for _, act := range []string{"Try it yourself", "Customer writes", "+1 min", "Agent answers", "Until next step", "Until next step"} {
		b.press(act)
	}
}

func TestOneProtocolKeepsTheWidthOfItsCard(t *testing.T) {
	b := start(t, kit.ModeLight, oneProtocol()).enter("")
	require.InDelta(t, 194, b.page.protocol.cards.Size().Width, 1)
	require.Contains(t, b.texts(), "Not run yet")
	require.Contains(t, b.texts(), "Proves that incoming messages really come from Meta.")
}

// doubts has values in the wrong box, a locked keychain and shared numbers.
func doubts() *fakeDeps {
	d := sandboxed()
	d.recognise = placement("phone_number_id", "Phone number ID")
	d.view.Warnings = []app.Text{app.Say("Draft and Published use the same phone number, +62 811-5550-0188. Tests in Draft reach the same customers.")}
	d.store = app.SecretStoreStatus{Kind: app.SecretsInKeychain,
		Problem: app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain of this computer is locked.")).WithFix(app.Say("Unlock it, then try again."))}
	return d
}

func sandboxed() *fakeDeps {
	d := draft()
	d.view.Agent.Sandbox = true
	d.sandbox = []SandboxValue{{Label: "Account code", Value: "+62 811-5550-0188"}, {Label: "WhatsApp Business Account ID", Value: "118204417730915"},
		{Label: "Access token", Value: "EAAsecret", Secret: true}, {Label: "Access token that has ended", Value: "EAAold", Secret: true}}
	return d
}

func blank() *fakeDeps {
	d := published()
	d.view.Agent.HasDraft = false
	d.view.Channel = app.Channel{ID: 1, AgentID: 1, Environment: app.Published, Session: app.DefaultSession()}
	return d
}

func oneProtocol() *fakeDeps {
	d := draft()
	d.registry = protocol.NewRegistry(fullProtocol{fakeProtocol{metaDeclaration()}})
	d.view.Channel.AccountCode, d.view.Channel.Fields, d.view.Channel.Secrets = "", map[string]string{}, map[string]app.SecretInfo{}
	d.view.Report = app.CheckReport{}
	return d
}

func foreign() *fakeDeps {
	d := draft()
	u := "https://other.example/hook/that-is-quite-long/and-goes-on"
	d.remote = func() (protocol.WebhookState, error) {
		return protocol.WebhookState{Subscribed: true, URL: u, Scope: "waba", Addresses: map[string]string{"waba": u}, At: fixedNow}, nil
	}
	w := &d.view.Channel.Webhook
	w.Previous, w.PreviousUntil = app.SecretInfo{Ref: "p", Origin: "p"}, clock(9, 40).AddDate(0, 0, 1)
	return d
}

// newQontak has the protocol and nothing else yet.
func newQontak() *fakeDeps {
	d := qontak()
	c := &d.view.Channel
	c.AccountCode, c.Fields, c.Secrets = "", map[string]string{"auth": "hmac"}, map[string]app.SecretInfo{}
	d.view.Report = app.CheckReport{}
	d.view.Warnings = []app.Text{app.Say("Draft and Published use the same phone number, +62 811-5550-0199. Tests in Draft reach the same customers."),
		app.Say("Draft and Published are in the same Qontak organisation. Registering one environment takes the messages away from the other.")}
	return d
}

func blocked() *fakeDeps {
	d := newQontak()
	d.view.Warnings = nil
	d.view.PublicAddress, d.view.WebhookURL = "", ""
	d.lacks = []app.Text{app.Say("Save the account code and the Channel Integration ID."), app.Say("Save the HMAC client ID and the HMAC client secret."),
		app.Say("Enter the gateway's public address.")}
	return d
}

func refused() *fakeDeps {
	d := failedTry(app.ResultRefused)
	try := &d.view.Channel.Webhook.LastTry
	try.What, try.Fix = app.Say("Qontak refused the address: the url is invalid."), app.Say("Look at the public address in Settings, then register again.")
	try.Detail = "422 url is invalid"
	return d
}

// standing has the address of Published at the provider.
func standing() *fakeDeps {
	d := qontak()
	d.register = func(context.Context, string) (app.RegistrationTry, error) {
		return app.RegistrationTry{}, &channel.Replaces{View: channel.EndpointView{Owner: channel.EndpointSibling, Sibling: app.Published,
			Shown: "…/hooks/qontak/kl-90ab12/…", Token: "t1", At: fixedNow}}
	}
	return d
}
