package qontak

import (
	"context"
	"net/http"
	"net/url"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// connection is one configuration, checked and ready for calls. It lives for
// the length of one call of the protocol and is not shared.
type connection struct {
	p       *Protocol
	address string
	auth    string
	channel string
	secrets map[string]app.Secret
	// hide are all values that must not come back in any text.
	hide []app.Secret
}

// connect checks address, sign-in method and identifier again: a configuration
// can come from a file as well as from the form.
func (p *Protocol) connect(c protocol.Config) (*connection, *app.Error) {
	values := map[string]string{}
	for _, f := range p.declaration.Fields {
		v, err := f.Check(p.declaration.Value(c.Channel, f.Name))
		if err != nil {
			return nil, app.AsError(err).Because(protocol.ErrNotSent)
		}
		values[f.Name] = v
	}
	k := &connection{p: p, address: values[fieldAddress], auth: values[fieldAuth], channel: values[fieldChannel], secrets: c.Secrets}
	for _, s := range c.Secrets {
		k.hide = append(k.hide, s)
	}
	k.hide = append(k.hide, c.WebhookSecret)
	return k, nil
}

// ready connects and says what must be entered before Qontak can be asked.
func (p *Protocol) ready(c protocol.Config) (*connection, *app.Error) {
	k, bad := p.connect(c)
	if bad != nil {
		return nil, bad
	}
	return k, k.needSignIn()
}

// needSignIn says which part of the sign-in must be entered first.
func (k *connection) needSignIn() *app.Error {
	for _, s := range k.p.declaration.Secrets {
		if s.When != nil && s.When.Value == k.auth && k.secrets[s.Name].IsEmpty() {
			return k.enter(s.Name, s.Label)
		}
	}
	return nil
}

// needChannel says that the channel must be entered first.
func (k *connection) needChannel() *app.Error {
	if k.channel != "" {
		return nil
	}
	return k.enter(fieldChannel, k.p.label(fieldChannel))
}

func (k *connection) enter(name, label string) *app.Error {
	return app.NewError(app.CodeIncomplete, app.Say("Enter the {{.Label}} first.", "Label", app.Say(label))).
		WithField(name).Because(protocol.ErrNotSent)
}

// label is the label of a declared field or secret.
func (p *Protocol) label(name string) string {
	if s, ok := p.declaration.Secret(name); ok {
		return s.Label
	}
	f, _ := p.declaration.Field(name)
	return f.Label
}

// get reads a path and gives the data beside its paging.
func (k *connection) get(ctx context.Context, path, name string, query url.Values, out any) (paging, transport.Answer, *app.Error) {
	return k.do(ctx, transport.Request{Method: http.MethodGet, Path: path, Query: query, Name: name, Read: true}, out)
}

// do makes the call, signed in, and decodes the data of its answer into out.
func (k *connection) do(ctx context.Context, r transport.Request, out any) (paging, transport.Answer, *app.Error) {
	r.Base, r.Hide = k.address, k.hide
	if k.auth == authHMAC {
		r.Sign = signer{id: k.secrets[secretHMACID], secret: k.secrets[secretHMACSecret], clock: k.p.clock}.sign
	} else {
		r.Header = http.Header{"Authorization": {"Bearer " + k.secrets[secretToken].Expose()}}
	}
	answer, failure := k.p.caller.Do(ctx, r)
	if failure != nil {
		return paging{}, answer, failure
	}
	if refused, bad := readRefusal(answer.Status, answer.Header, answer.Body); bad {
		return paging{}, answer, k.explain(refused)
	}
	page, ok := decode(answer.Body, out)
	if !ok {
		return paging{}, answer, k.p.caller.OtherForm()
	}
	return page, answer, nil
}

// clean makes a provider's text fit for people.
func (k *connection) clean(s string) string { return transport.Clean(s, k.hide) }
