package qontak

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

const pathInteractions = "message_interactions"

// EndpointScope says that the registration is shared.
func (p *Protocol) EndpointScope() app.Text {
	return app.Say("Qontak keeps one address for the whole organisation: registering replaces what another channel or program registered there.")
}

// ReadEndpoint gives what stands registered for the organisation now.
func (p *Protocol) ReadEndpoint(ctx context.Context, c protocol.Config) (protocol.Endpoint, error) {
	k, bad := p.ready(c)
	if bad != nil {
		return protocol.Endpoint{}, bad
	}
	e, bad := k.endpoint(ctx, c.WebhookURL)
	if bad != nil {
		return protocol.Endpoint{}, bad
	}
	return e, nil
}

// RegisterEndpoint registers the channel's address and switches the wanted
// events on. It is sent once: Qontak may have taken it although the answer was
// lost.
func (p *Protocol) RegisterEndpoint(ctx context.Context, c protocol.Config) (protocol.Endpoint, error) {
	return p.putEndpoint(ctx, c, true)
}

// UnregisterEndpoint switches the wanted events off.
func (p *Protocol) UnregisterEndpoint(ctx context.Context, c protocol.Config) (protocol.Endpoint, error) {
	return p.putEndpoint(ctx, c, false)
}

func (k *connection) endpoint(ctx context.Context, ours string) (protocol.Endpoint, *app.Error) {
	var now interactions
	_, answer, bad := k.get(ctx, pathInteractions, "/"+pathInteractions, nil, &now)
	if bad != nil {
		return protocol.Endpoint{}, bad
	}
	return now.endpoint(ours, answer.At), nil
}

// registration is the request, always with all five members.
type registration struct {
	Agent     bool   `json:"receive_message_from_agent"`
	Customer  bool   `json:"receive_message_from_customer"`
	Status    bool   `json:"status_message"`
	Broadcast bool   `json:"broadcast_log_status"`
	URL       string `json:"url"`
}

func (p *Protocol) putEndpoint(ctx context.Context, c protocol.Config, on bool) (protocol.Endpoint, error) {
	k, bad := p.ready(c)
	if bad == nil {
		bad = k.needChannel()
	}
	if bad == nil {
		bad = k.checkOwnAddress(c)
	}
	if bad != nil {
		return protocol.Endpoint{}, bad
	}
	var now interactions
	_, answer, bad := k.do(ctx, transport.Request{
		Method: http.MethodPut, Path: pathInteractions, Name: "/" + pathInteractions,
		JSON: registration{Customer: on, Status: on, Broadcast: on, URL: c.WebhookURL},
	}, &now)
	if bad != nil {
		return protocol.Endpoint{}, bad
	}
	return now.endpoint(c.WebhookURL, answer.At), nil
}

// checkOwnAddress looks at the address that Qontak would be told. Plain http is
// for a provider and a gateway that both run on this computer.
func (k *connection) checkOwnAddress(c protocol.Config) *app.Error {
	incomplete := func(what, fix app.Text) *app.Error {
		return app.NewError(app.CodeIncomplete, what).WithFix(fix).Because(protocol.ErrNotSent)
	}
	switch {
	case c.WebhookSecret.IsEmpty():
		return incomplete(app.Say("This channel has no webhook secret yet, and Qontak's address needs one."), app.Say("Generate the webhook secret first."))
	case c.WebhookURL == "":
		return incomplete(app.Say("The gateway has no public address yet, so Qontak could not reach it."),
			app.Say("Enter the gateway's public address in Settings."))
	case !strings.HasPrefix(c.WebhookURL, "https://") && !(isLocal(c.WebhookURL) && isLocal(k.address)):
		return incomplete(app.Say("Qontak is told only a webhook address that begins with https."),
			app.Say("Enter an https address for the gateway in Settings."))
	}
	return nil
}

func isLocal(address string) bool {
	u, err := url.Parse(address)
	return err == nil && protocol.IsLoopback(u.Hostname())
}
