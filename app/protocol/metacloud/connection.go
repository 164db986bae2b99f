package metacloud

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// connection is one configuration, checked and ready for calls. It lives for
// the length of one call of the protocol and is not shared.
type connection struct {
	p       *Protocol
	address string
	version string
	waba    string
	number  string
	appID   string
	token   app.Secret
	// appSecret is known but not yet proved.
	appSecret app.Secret
	// proofOff is set once Meta refused the App Secret: a wrong proof would
	// make every further call fail for a reason that has nothing to do with it.
	proofOff bool
	// secrets are all values that must not come back in any text.
	secrets []app.Secret
}

// connect checks address, version and identifiers again: a configuration can
// come from a file as well as from the form.
func (p *Protocol) connect(c protocol.Config) (*connection, *app.Error) {
	d := p.declaration
	address, bad := protocol.CheckAddress(d.Value(c.Channel, fieldAddress))
	if bad != nil {
		return nil, bad.WithField(fieldAddress)
	}
	values := map[string]string{}
	for _, name := range []string{fieldVersion, fieldWABA, fieldNumber, fieldApp} {
		f, _ := d.Field(name)
		v, err := f.Check(d.Value(c.Channel, name))
		if err != nil {
			return nil, app.AsError(err)
		}
		values[name] = v
	}
	k := &connection{
		p: p, address: address, version: values[fieldVersion],
		waba: values[fieldWABA], number: values[fieldNumber], appID: values[fieldApp],
		token: c.Secrets[secretToken], appSecret: c.Secrets[secretApp],
	}
	for _, s := range c.Secrets {
		k.secrets = append(k.secrets, s)
	}
	k.secrets = append(k.secrets, c.WebhookSecret)
	if proof := k.proof(); proof != "" {
		k.secrets = append(k.secrets, app.NewSecret(proof))
	}
	return k, nil
}

// need says which of the named values must be entered first.
func (k *connection) need(names ...string) *app.Error {
	for _, name := range names {
		if k.has(name) {
			continue
		}
		return app.NewError(app.CodeIncomplete, enterThe(k.p.declaration, name)).WithField(name)
	}
	return nil
}

func (k *connection) has(name string) bool {
	switch name {
	case fieldWABA:
		return k.waba != ""
	case fieldNumber:
		return k.number != ""
	case fieldApp:
		return k.appID != ""
	case secretApp:
		return !k.appSecret.IsEmpty()
	case secretToken:
		return !k.token.IsEmpty()
	}
	return false
}

func enterThe(d protocol.Declaration, name string) app.Text {
	return app.Say("Enter the {{.Label}} first.", "Label", app.Say(labelOf(d, name)))
}

// labelOf is the label of a declared field or secret.
func labelOf(d protocol.Declaration, name string) string {
	if s, ok := d.Secret(name); ok {
		return s.Label
	}
	f, _ := d.Field(name)
	return f.Label
}

// proof is the hex HMAC-SHA256 of the token under the App Secret, or "".
func (k *connection) proof() string {
	if k.proofOff || k.token.IsEmpty() || k.appSecret.IsEmpty() {
		return ""
	}
	mac := hmac.New(sha256.New, []byte(k.appSecret.Expose()))
	mac.Write([]byte(k.token.Expose()))
	return hex.EncodeToString(mac.Sum(nil))
}

// appToken is the app's own access token, or the empty secret.
func (k *connection) appToken() app.Secret {
	if k.appID == "" || k.appSecret.IsEmpty() {
		return app.Secret{}
	}
	return app.NewSecret(k.appID + "|" + k.appSecret.Expose())
}

// clean makes a provider's text fit for people: one line, not too long, and
// without any of our secrets, should a server send them back.
func (k *connection) clean(s string) string { return transport.Clean(s, k.secrets) }
