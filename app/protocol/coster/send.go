package coster

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/protocol/transport"
)

var codeShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// pushBody is a template message for the push host.
type pushBody struct {
	XID      string   `json:"xid"`
	To       string   `json:"to"`
	Type     string   `json:"type"`
	Template template `json:"template"`
}

type template struct {
	Name       string                 `json:"name"`
	Language   language               `json:"language"`
	Components []cloudshape.Component `json:"components,omitempty"`
}

type language struct {
	Policy string `json:"policy"`
	Code   string `json:"code"`
}

// sessionBody is Coster's envelope around a message of Meta's form.
type sessionBody struct {
	XID         string      `json:"xid"`
	ChannelID   string      `json:"channel_id"`
	AccountID   string      `json:"account_id"`
	DivisionID  string      `json:"division_id"`
	IsHelpdesk  bool        `json:"is_helpdesk"`
	MessageType string      `json:"message_type"`
	Data        sessionData `json:"data"`
}

type sessionData struct {
	MessagingProduct string `json:"messaging_product"`
	RecipientType    string `json:"recipient_type"`
	To               string `json:"to"`
	Type             string `json:"type"`
	Text             struct {
		Body string `json:"body"`
	} `json:"text"`
}

// sending is one message on its way.
type sending struct {
	k      *connection
	caller *transport.Caller
	// secret names the token of the call; push is true for the push host.
	secret string
	push   bool
	mark   string
}

// SessionButtons is none: only plain text is known to pass.
func (p *Protocol) SessionButtons() int { return 0 }

// Needs says what is missing before this configuration can send the message: a
// template takes the push token, a text the conversation token.
func (p *Protocol) Needs(c protocol.Config, m protocol.Outgoing) *app.Error {
	k, e := p.connect(c)
	if e != nil {
		return e
	}
	return k.needFor(m)
}

func (k *connection) needFor(m protocol.Outgoing) *app.Error {
	needs := []string{fieldAccount, fieldDivision, secretConversation}
	if m.Template != nil {
		needs = []string{fieldAccount, secretPush}
	}
	switch e := k.need(needs...); {
	case e != nil:
		return e
	case len(m.Buttons) > 0:
		return app.NewError(app.CodeUnsupported, app.Say("Coster shows no buttons below a text.")).
			WithFix(app.Say("Write the choices into the text.")).WithField("buttons")
	case m.Template != nil && m.Template.Name == "" && m.Template.ID != "":
		return app.NewError(app.CodeIncomplete, app.Say("Coster sends a template by its name. Choose a template.")).WithField("template")
	}
	return nil
}

// Send sends one message once: a template over the push host, a text into the
// session over the conversation host.
func (p *Protocol) Send(ctx context.Context, c protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	k, e := p.connect(c)
	if e == nil {
		e = k.needFor(m)
	}
	if e == nil {
		e = k.ready(m)
	}
	if e != nil {
		return protocol.Sent{}, e
	}
	s := sending{k: k, caller: p.conversation, secret: secretConversation, mark: m.ID}
	request := k.session(m)
	if m.Template != nil {
		s.caller, s.secret, s.push = p.push, secretPush, true
		request = k.template(m)
	}
	answer, e := s.caller.Do(ctx, request)
	if e != nil {
		return protocol.Sent{}, s.unread(e)
	}
	id, e := s.judge(answer.Status, answer.Body)
	if e != nil {
		p.log.LogAttrs(ctx, slog.LevelDebug, "coster refused", slog.String("call", request.Name),
			slog.String("code", string(e.Code)), slog.String("detail", e.Detail))
		return protocol.Sent{}, e
	}
	return protocol.Sent{MessageID: id}, nil
}

// ready says what of the message cannot be right before anything is sent. Its
// mark is not left out: Coster wants one.
func (k *connection) ready(m protocol.Outgoing) *app.Error {
	switch e := cloudshape.Check(m); {
	case e != nil:
		return e
	case m.To == "":
		return app.NewError(app.CodeIncomplete, app.Say("Enter the number of the person it is for.")).WithField("to")
	case m.ID == "" || k.clean(m.ID) != m.ID:
		return app.Invalid("id", "The message needs a mark of its own.")
	}
	return nil
}

// template is the call of the push host.
func (k *connection) template(m protocol.Outgoing) transport.Request {
	body := pushBody{
		XID: m.ID, To: strings.TrimPrefix(m.To, "+"), Type: "template",
		Template: template{
			Name: m.Template.Name, Language: language{Policy: "deterministic", Code: m.Template.Language},
			Components: cloudshape.Components(m.Template, true),
		},
	}
	return transport.Request{
		Method: http.MethodPost, Base: k.values[fieldPush], Path: "v1/" + k.values[fieldAccount] + "/messages",
		JSON: body, Header: http.Header{"Authorization": {"Bearer " + k.push.Expose()}},
		Name: "/v1/{account}/messages", Hide: k.secrets,
	}
}

// session is the call of the conversation host.
func (k *connection) session(m protocol.Outgoing) transport.Request {
	body := sessionBody{
		XID: m.ID, ChannelID: "whatsapp-cloud", AccountID: k.values[fieldAccount], DivisionID: k.values[fieldDivision],
		MessageType: "outbound",
		Data: sessionData{
			MessagingProduct: "whatsapp", RecipientType: "individual", To: strings.TrimPrefix(m.To, "+"), Type: "text",
		},
	}
	body.Data.Text.Body = m.Text
	return transport.Request{
		Method: http.MethodPost, Base: k.values[fieldConversation], Path: "bot/webhook",
		JSON: body, Header: http.Header{"X-Access-Token": {k.conversation.Expose()}},
		Name: "/bot/webhook", Hide: k.secrets,
	}
}

// refusal is the cause of a refused message, for the log.
type refusal struct {
	status int
	code   string
}

// Error names status and code only.
func (r *refusal) Error() string { return "coster refused: " + r.detail() }

// detail is the small line for support.
func (r *refusal) detail() string {
	if r.code == "" {
		return fmt.Sprintf("HTTP %d", r.status)
	}
	return "Coster code " + r.code
}
