package metacloud

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The places where an address can be set, in the order in which Meta looks. The
// app's own is read but not set: it is that of every client of the app.
const (
	scopeNumber  = "number"
	scopeAccount = "waba"
	scopeApp     = "app"
)

// Scopes are the places where SetWebhook can set the address.
func (p *Protocol) Scopes() []protocol.WebhookScope {
	return []protocol.WebhookScope{
		{ID: scopeNumber, Label: app.Say("Only this number")},
		{ID: scopeAccount, Label: app.Say("All numbers of the WhatsApp account")},
	}
}

// Subscribe makes the account pass its messages to the app, and reads back that
// it does. When it already does nothing is sent, because asking again would
// remove an address that is set for the account.
func (p *Protocol) Subscribe(ctx context.Context, c protocol.Config) error {
	k, e := p.webhookConnection(c)
	if e != nil {
		return e
	}
	_, subscribed, e := k.subscription(ctx)
	if e != nil {
		return e
	}
	if subscribed {
		return nil
	}
	if e := k.change(ctx, k.waba+"/subscribed_apps", nil); e != nil {
		return e
	}
	if _, subscribed, e = k.subscription(ctx); e != nil {
		return e
	}
	if !subscribed {
		return app.NewError(app.CodeProviderRefused, app.Say("Meta said yes, but the account does not list the app {{.ID}}.", "ID", k.appID)).
			WithFix(app.Say("Check that the App ID is that of the app for which the access token was made.")).WithField(fieldApp)
	}
	return nil
}

// ReadWebhook tells what Meta has now.
func (p *Protocol) ReadWebhook(ctx context.Context, c protocol.Config) (protocol.WebhookState, error) {
	k, e := p.webhookConnection(c)
	if e != nil {
		return protocol.WebhookState{}, e
	}
	s, e := k.webhookState(ctx)
	if e != nil {
		return protocol.WebhookState{}, e
	}
	return s, nil
}

// SetWebhook sets the channel's address and verify token for a number or its
// account. Meta calls the address before it agrees; reading it back is the proof.
func (p *Protocol) SetWebhook(ctx context.Context, c protocol.Config, scope string) (protocol.WebhookState, error) {
	k, e := p.webhookConnection(c)
	if e == nil {
		e = checkScope(k, scope)
	}
	if e == nil {
		e = k.checkOwnAddress(c)
	}
	if e != nil {
		return protocol.WebhookState{}, e
	}
	_, subscribed, e := k.subscription(ctx)
	if e == nil && !subscribed && scope == scopeNumber {
		e = app.NewError(app.CodeIncomplete, app.Say("The app is not subscribed to the account yet, so an address for the number would have no effect.")).
			WithFix(app.Say("Subscribe the app first, then set the address."))
	}
	if e != nil {
		return protocol.WebhookState{}, e
	}
	override := map[string]string{"override_callback_uri": c.WebhookURL, "verify_token": c.WebhookSecret.Expose()}
	if scope == scopeNumber {
		e = k.change(ctx, k.number, map[string]any{"webhook_configuration": override})
	} else {
		e = k.change(ctx, k.waba+"/subscribed_apps", override)
	}
	if isRefusal(e, 100, 2200) {
		return protocol.WebhookState{}, app.NewError(app.CodeProviderRefused, callback.what).
			WithFix(callback.fix).WithDetail(e.Detail).Because(e)
	}
	return k.proved(ctx, e, scope, c.WebhookURL)
}

// RemoveWebhook removes the address of a number or account; the app stays
// subscribed. Where none is set nothing is sent.
func (p *Protocol) RemoveWebhook(ctx context.Context, c protocol.Config, scope string) (protocol.WebhookState, error) {
	k, e := p.webhookConnection(c)
	if e == nil {
		e = checkScope(k, scope)
	}
	if e != nil {
		return protocol.WebhookState{}, e
	}
	now, e := k.webhookState(ctx)
	if e != nil || now.Addresses[scope] == "" {
		return k.proved(ctx, e, scope, "")
	}
	if scope == scopeNumber {
		e = k.change(ctx, k.number, map[string]any{"webhook_configuration": map[string]string{"override_callback_uri": ""}})
	} else {
		e = k.change(ctx, k.waba+"/subscribed_apps", nil)
	}
	return k.proved(ctx, e, scope, "")
}

// proved reads back what a change did and compares it with what was asked.
func (k *connection) proved(ctx context.Context, e *app.Error, scope, want string) (protocol.WebhookState, error) {
	if e != nil {
		return protocol.WebhookState{}, e
	}
	s, e := k.webhookState(ctx)
	if e != nil {
		return protocol.WebhookState{}, e
	}
	if got := s.Addresses[scope]; got != want {
		what := app.Say("Meta said yes, but still has the address at {{.Host}}.", "Host", k.clean(hostOf(got)))
		if got == "" {
			what = app.Say("Meta said yes, but reading it back shows no address.")
		}
		return s, app.NewError(app.CodeProviderRefused, what).WithFix(app.Say("Wait a minute, then read it again."))
	}
	return s, nil
}

// webhookConnection has everything that webhook calls need.
func (p *Protocol) webhookConnection(c protocol.Config) (*connection, *app.Error) {
	k, e := p.connect(c)
	if e != nil {
		return nil, e
	}
	if e := k.need(secretToken, fieldWABA, fieldApp); e != nil {
		return nil, e
	}
	return k, nil
}

func checkScope(k *connection, scope string) *app.Error {
	switch scope {
	case scopeAccount:
		return nil
	case scopeNumber:
		return k.need(fieldNumber)
	}
	return app.NewError(app.CodeUnsupported, app.Say("Meta Cloud sets an address for the number or for the account only."))
}

// checkOwnAddress looks at the address and secret that Meta would be told. Plain
// http is for a provider and a gateway that both run on this computer.
func (k *connection) checkOwnAddress(c protocol.Config) *app.Error {
	incomplete := func(what, fix app.Text) *app.Error {
		return app.NewError(app.CodeIncomplete, what).WithFix(fix)
	}
	switch {
	case c.WebhookURL == "":
		return incomplete(app.Say("The gateway has no public address yet, so Meta could not reach it."),
			app.Say("Enter the gateway's public address in Settings."))
	case c.WebhookSecret.IsEmpty():
		return incomplete(app.Say("This channel has no verify token yet."), app.Say("Generate the webhook secret first."))
	case !strings.HasPrefix(c.WebhookURL, "https://") && !(isLocal(c.WebhookURL) && isLocal(k.address)):
		return incomplete(app.Say("Meta accepts only a webhook address that begins with https."),
			app.Say("Enter an https address for the gateway in Settings."))
	case len(c.WebhookURL) > webhookURLMax:
		return incomplete(app.Say("The webhook address has {{.N}} characters. Meta accepts at most {{.Max}}.", "N", len(c.WebhookURL), "Max", webhookURLMax),
			app.Say("Give the gateway a shorter public address in Settings."))
	}
	return nil
}

func isLocal(address string) bool {
	u, err := url.Parse(address)
	return err == nil && protocol.IsLoopback(u.Hostname())
}

// subscription gives the app's entry in the account's list.
func (k *connection) subscription(ctx context.Context) (subscribedApp, bool, *app.Error) {
	var apps appsAnswer
	if err := k.get(ctx, k.waba+"/subscribed_apps", nil, &apps); err != nil {
		return subscribedApp{}, false, app.AsError(err)
	}
	mine, ok := apps.find(k.appID)
	return mine, ok, nil
}

// webhookState reads the account's list, and the number's view when its id is
// known.
func (k *connection) webhookState(ctx context.Context) (protocol.WebhookState, *app.Error) {
	mine, subscribed, e := k.subscription(ctx)
	if e != nil {
		return protocol.WebhookState{}, e
	}
	var n numberAnswer
	if k.number != "" {
		err := k.get(ctx, k.number, url.Values{"fields": {"webhook_configuration"}}, &n)
		if err != nil {
			return protocol.WebhookState{}, app.AsError(err)
		}
	}
	s := effective(subscribed, mine, n.Webhook)
	s.At = k.p.clock.Now().Round(time.Second)
	return s, nil
}

// change makes a writing call, once: a second try could undo what somebody else
// did meanwhile.
func (k *connection) change(ctx context.Context, path string, body any) *app.Error {
	var answer successAnswer
	if err := k.do(ctx, call{method: http.MethodPost, path: path, json: body}, &answer); err != nil {
		return app.AsError(err)
	}
	if !answer.Success {
		return app.NewError(app.CodeProviderRefused, app.Say("Meta did not make the change and did not say why.")).
			WithFix(app.Say("Try again. If it stays, copy the details for support."))
	}
	return nil
}
