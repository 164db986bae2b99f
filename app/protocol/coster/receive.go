package coster

import (
	"bytes"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

// Handshake is unsupported: Coster asks nothing. A GET is at most a look whether
// somebody is there.
func (p *Protocol) Handshake(url.Values, []app.Secret) (string, error) {
	return "", app.NewError(app.CodeUnsupported, app.Say("Coster does not ask whether the address is ours."))
}

// Verify has nothing to check: Coster does not sign, and the secret in the
// address was the proof.
func (p *Protocol) Verify(func(string) string, []byte, protocol.Config) error { return nil }

// Parse takes apart what Coster posts. Three shapes come to one address: customer
// messages in an envelope, states as Meta tells them with our mark beside, and
// the flat shape of older gateways. Posts without anything in them are normal.
func (p *Protocol) Parse(body []byte) ([]protocol.Received, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	post, ok := cloudshape.Read(body)
	if !ok {
		return nil, app.NewError(app.CodeInvalid, app.Say("What came in is not readable as JSON."))
	}
	if !post.IsObject() {
		return nil, app.NewError(app.CodeInvalid, app.Say("What came in is not a webhook of Coster's."))
	}
	data := post.Get("data")
	switch {
	case data.IsObject():
		return customer(post, data), nil
	case post.Get("entry").IsList():
		return states(post), nil
	case hasFlat(post):
		return shape.Bare(post), nil
	case data.Exists() || post.Get("entry").Exists() || !isKnown(post):
		return []protocol.Received{{Key: cloudshape.Digest(post, "post"), Unknown: "post"}}, nil
	}
	return nil, nil
}

var shape = cloudshape.Shape{Explain: explainFailure}

// customer reads the envelope around what a customer wrote.
func customer(post, data cloudshape.Value) []protocol.Received {
	s := shape
	s.For = map[string]string{}
	account := post.Get("account")
	if id := account.Get("id").ID(); id != "" {
		s.For[fieldAccount] = strings.ToLower(strings.ReplaceAll(id, "-", ""))
	}
	if number := cloudshape.Phone(account.Get("account").Text()); number != "" {
		s.For[fieldCode] = number
	}
	switch entry := data.Get("entry"); {
	case entry.IsList():
		return s.Entries(data)
	case hasFlat(data):
		return s.Bare(data)
	case entry.Exists():
		return []protocol.Received{{Key: cloudshape.Digest(post, "post"), For: s.For, Unknown: "entry"}}
	}
	return nil
}

// states reads what Meta told about messages of ours. The mark stands once for
// the whole post, so it belongs to a message only when all is about the same one.
func states(post cloudshape.Value) []protocol.Received {
	s := shape
	s.OurID = post.Get("xid").ID()
	out := s.Entries(post)
	if s.OurID == "" {
		return out
	}
	ids := map[string]bool{}
	for _, r := range out {
		if r.Status != nil {
			ids[r.Status.MessageID] = true
		}
	}
	for _, r := range out {
		if r.Status != nil && len(ids) > 1 && r.Status.MessageID != "" {
			r.Status.OurID = ""
		}
	}
	return out
}

func hasFlat(v cloudshape.Value) bool {
	for _, name := range []string{"messages", "statuses", "errors"} {
		if v.Get(name).Exists() {
			return true
		}
	}
	return false
}

// isKnown reports whether a post without content looks like one of Coster's.
func isKnown(post cloudshape.Value) bool {
	for _, name := range []string{"id", "mid", "client_id", "channel_id", "account", "xid", "object", "outbound", "reroute", "contacts"} {
		if post.Get(name).Exists() {
			return true
		}
	}
	return false
}

// explainFailure says why a message failed: by Meta's codes, which Coster passes
// on, or by those of the older interface.
func explainFailure(code, words string) (reason, fix app.Text) {
	if _, known := cloudshape.Lookup(code); !known {
		if r, ok := rules[code]; ok && !r.speaksForItself {
			return r.what, r.fix
		}
	}
	return cloudshape.Explain(code, words)
}
