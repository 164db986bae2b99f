package coster

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

const (
	markMax = 64
	textMax = 4096
	nameMax = 512
	codeMax = 32
)

var (
	phoneDigits = regexp.MustCompile(`^\+?[1-9][0-9]{6,14}$`)
	codeShape   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
)

// pushBody is a template message for the push host.
type pushBody struct {
	XID      string   `json:"xid"`
	To       string   `json:"to"`
	Type     string   `json:"type"`
	Template template `json:"template"`
}

type template struct {
	Name       string      `json:"name"`
	Language   language    `json:"language"`
	Components []component `json:"components,omitempty"`
}

type language struct {
	Policy string `json:"policy"`
	Code   string `json:"code"`
}

type component struct {
	Type       string      `json:"type"`
	Parameters []parameter `json:"parameters"`
}

type parameter struct {
	Type string `json:"type"`
	Text string `json:"text"`
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

// sending is one test message on its way.
type sending struct {
	k      *connection
	caller *transport.Caller
	// secret names the token of the call; push is true for the push host.
	secret string
	push   bool
	mark   string
}

// SendTest sends one message: with a template over the push host, without one
// into the session over the conversation host. It never tries again.
func (p *Protocol) SendTest(ctx context.Context, c protocol.Config, m protocol.TestMessage) (protocol.TestResult, error) {
	k, e := p.connect(c)
	if e == nil {
		e = k.ready(m)
	}
	if e != nil {
		return protocol.TestResult{}, e
	}
	s := sending{k: k, caller: p.conversation, secret: secretConversation, mark: m.ID}
	request := k.session(m)
	if m.Template != "" {
		s.caller, s.secret, s.push = p.push, secretPush, true
		request = k.template(m)
	}
	answer, e := s.caller.Do(ctx, request)
	if e != nil {
		return protocol.TestResult{}, s.unread(e)
	}
	id, e := s.judge(answer.Status, answer.Body)
	if e != nil {
		p.log.LogAttrs(ctx, slog.LevelDebug, "coster refused", slog.String("call", request.Name),
			slog.String("code", string(e.Code)), slog.String("detail", e.Detail))
		return protocol.TestResult{}, e
	}
	return protocol.TestResult{MessageID: id, Secret: s.secret}, nil
}

// ready says what is missing or cannot be right before anything is sent.
func (k *connection) ready(m protocol.TestMessage) *app.Error {
	needs := []string{fieldAccount, fieldDivision, secretConversation}
	if m.Template != "" {
		needs = []string{fieldAccount, secretPush}
	}
	if e := k.need(needs...); e != nil {
		return e
	}
	switch {
	case !phoneDigits.MatchString(m.To):
		return app.Invalid("to", "This is not a phone number. Write it with its country code, for example +62 811-5550-0188.")
	case m.ID == "" || len(m.ID) > markMax || k.clean(m.ID) != m.ID:
		return app.Invalid("id", "The message needs a mark of its own of at most {{.Max}} characters.", "Max", markMax)
	case m.Template == "" && strings.TrimSpace(m.Text) == "":
		return app.NewError(app.CodeIncomplete, app.Say("Write a text, or choose a template.")).WithField("text")
	case m.Template == "" && utf8.RuneCountInString(m.Text) > textMax:
		return app.Invalid("text", "The text has {{.N}} characters. At most {{.Max}} fit.", "N", utf8.RuneCountInString(m.Text), "Max", textMax)
	case m.Template != "" && m.Language == "":
		return app.NewError(app.CodeIncomplete, app.Say("Choose the language of the template.")).WithField("language")
	case len(m.Template) > nameMax || len(m.Language) > codeMax:
		return app.Invalid("template", "This is not the name of a template.")
	}
	for i, v := range m.Values {
		if m.Template != "" && strings.TrimSpace(v) == "" {
			return app.NewError(app.CodeIncomplete, app.Say("Fill in value {{.N}} of the template.", "N", i+1)).WithField("values")
		}
	}
	return nil
}

// template is the call of the push host.
func (k *connection) template(m protocol.TestMessage) transport.Request {
	body := pushBody{
		XID: m.ID, To: strings.TrimPrefix(m.To, "+"), Type: "template",
		Template: template{Name: m.Template, Language: language{Policy: "deterministic", Code: m.Language}},
	}
	if len(m.Values) > 0 {
		values := component{Type: "body"}
		for _, v := range m.Values {
			values.Parameters = append(values.Parameters, parameter{Type: "text", Text: v})
		}
		body.Template.Components = []component{values}
	}
	return transport.Request{
		Method: http.MethodPost, Base: k.values[fieldPush], Path: "v1/" + k.values[fieldAccount] + "/messages",
		JSON: body, Header: http.Header{"Authorization": {"Bearer " + k.push.Expose()}},
		Name: "/v1/{account}/messages", Hide: k.secrets,
	}
}

// session is the call of the conversation host.
func (k *connection) session(m protocol.TestMessage) transport.Request {
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
