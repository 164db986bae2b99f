package coster

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// SendTest sends one message to our own phone as Send does, and names the token
// that it proves.
func (p *Protocol) SendTest(ctx context.Context, c protocol.Config, t protocol.TestMessage) (protocol.TestResult, error) {
	m := protocol.Outgoing{ID: t.ID, To: t.To, Text: t.Text}
	result := protocol.TestResult{Secret: secretConversation}
	if t.Template != "" {
		m.Text = ""
		m.Template = &protocol.TemplateMessage{Name: t.Template, Language: t.Language, Body: t.Values}
		result.Secret = secretPush
	}
	sent, err := p.Send(ctx, c, m)
	if protocol.Passing(err) {
		// To a person who tries once, a refusal for the pace is a refusal.
		slow := *app.AsError(err)
		slow.Code = app.CodeProviderRefused
		err = &slow
	}
	if err != nil {
		return protocol.TestResult{}, err
	}
	result.MessageID = sent.MessageID
	return result, nil
}
