package coster

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// connection is one configuration, checked and ready for calls. It lives for the
// length of one call of the protocol and is not shared.
type connection struct {
	p            *Protocol
	values       map[string]string
	conversation app.Secret
	push         app.Secret
	// secrets are all values that must not come back in any text.
	secrets []app.Secret
}

// connect checks addresses and identifiers again: a configuration can come from
// a file as well as from the form.
func (p *Protocol) connect(c protocol.Config) (*connection, *app.Error) {
	k := &connection{
		p: p, values: map[string]string{},
		conversation: c.Secrets[secretConversation], push: c.Secrets[secretPush],
		secrets: []app.Secret{c.WebhookSecret},
	}
	for _, s := range c.Secrets {
		k.secrets = append(k.secrets, s)
	}
	for _, f := range p.declaration.Fields {
		v, err := f.Check(p.declaration.Value(c.Channel, f.Name))
		if err != nil {
			return nil, app.AsError(err)
		}
		k.values[f.Name] = v
	}
	return k, nil
}

// need says which of the named values must be entered first.
func (k *connection) need(names ...string) *app.Error {
	for _, n := range names {
		if k.has(n) {
			continue
		}
		return app.NewError(app.CodeIncomplete, app.Say("Enter the {{.Label}} first.", "Label", app.Say(k.p.label(n)))).WithField(n)
	}
	return nil
}

func (k *connection) has(n string) bool {
	switch n {
	case secretConversation:
		return !k.conversation.IsEmpty()
	case secretPush:
		return !k.push.IsEmpty()
	}
	return k.values[n] != ""
}

func (k *connection) clean(s string) string { return transport.Clean(s, k.secrets) }

// label is the label of a declared field or secret.
func (p *Protocol) label(n string) string {
	if s, ok := p.declaration.Secret(n); ok {
		return s.Label
	}
	f, _ := p.declaration.Field(n)
	return f.Label
}
