package qontak

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
	"channeldesk/app/protocol/transport"
)

const (
	pathBroadcast = "broadcasts/whatsapp/direct"
	pathAnswer    = "messages/whatsapp/bot"
)

// broadcastBody is a template message to one person. Value of a parameter is the
// name of the variable, value_text what is sent.
type broadcastBody struct {
	To         string       `json:"to_number"`
	ToName     string       `json:"to_name"`
	Label      string       `json:"name,omitempty"`
	TemplateID string       `json:"message_template_id"`
	Channel    string       `json:"channel_integration_id"`
	Language   languageBody `json:"language"`
	Parameters parameters   `json:"parameters"`
}

type languageBody struct {
	Code string `json:"code"`
}

type parameters struct {
	Header  *headerBody   `json:"header,omitempty"`
	Body    []bodyValue   `json:"body"`
	Buttons []buttonValue `json:"buttons"`
}

type headerBody struct {
	Format string        `json:"format"`
	Params []headerParam `json:"params"`
}

type headerParam struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type bodyValue struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	Text  string `json:"value_text"`
}

type buttonValue struct {
	Index string `json:"index"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

// answerBody is a text into a room.
type answerBody struct {
	Room string `json:"room_id"`
	Type string `json:"type"`
	Text string `json:"text"`
}

// taken is what Qontak says to a message that it took.
type taken struct {
	ID       text `json:"id"`
	External text `json:"external_id"`
}

// SessionButtons is none: whether Qontak shows any is not certain.
func (p *Protocol) SessionButtons() int { return 0 }

// Needs says what is missing before this configuration can send the message. A
// text goes into a room, which exists once the person has written.
func (p *Protocol) Needs(c protocol.Config, m protocol.Outgoing) *app.Error {
	k, e := p.ready(c)
	if e != nil {
		return e
	}
	return k.needFor(m)
}

func (k *connection) needFor(m protocol.Outgoing) *app.Error {
	if m.Template != nil {
		if e := k.needChannel(); e != nil {
			return e
		}
		return needForTemplate(m.Template)
	}
	switch {
	case len(m.Buttons) > 0:
		return app.NewError(app.CodeUnsupported, app.Say("Qontak shows no buttons below a text.")).
			WithFix(app.Say("Write the choices into the text.")).WithField("buttons")
	case m.Room == "":
		return app.NewError(app.CodeIncomplete, app.Say("Qontak sends a text only into a conversation, and this person has not written yet.")).
			WithFix(app.Say("Send a template, or wait until the person writes.")).WithField("room")
	}
	return nil
}

// needForTemplate says what Qontak's call for templates has no place for.
func needForTemplate(t *protocol.TemplateMessage) *app.Error {
	if t.ID == "" {
		return app.NewError(app.CodeIncomplete, app.Say("Qontak sends a template by its ID.")).
			WithFix(app.Say("Fetch the templates from Qontak, then choose one of them.")).WithField("template")
	}
	if t.Header != nil && t.Header.Kind == cloudshape.KindText {
		return app.NewError(app.CodeUnsupported, app.Say("Qontak takes no value for the heading of a template.")).
			WithFix(app.Say("Use a template whose heading has no placeholder.")).WithField("header")
	}
	switch {
	case t.Header != nil && (t.Header.Kind == cloudshape.KindLocation || t.Header.Kind == cloudshape.KindGIF):
		return app.NewError(app.CodeUnsupported, app.Say("Qontak sends images, videos and documents as headings, and nothing else.")).
			WithFix(app.Say("Use a template with another heading.")).WithField("header")
	case len(t.Names) > 0:
		return app.NewError(app.CodeUnsupported, app.Say("Qontak takes numbered values only, and this template's have names.")).
			WithFix(app.Say("Use a template whose variables are numbers.")).WithField("values")
	case len(t.Cards) > 0 || t.OfferEnds != 0:
		return app.NewError(app.CodeUnsupported, app.Say("Qontak sends no carousels and no limited-time offers.")).
			WithFix(app.Say("Use another template.")).WithField("template")
	}
	for _, b := range t.Buttons {
		if b.Kind == cloudshape.KindCopyCode {
			return app.NewError(app.CodeUnsupported, app.Say("Qontak takes no code for a button that copies one.")).
				WithFix(app.Say("Use a template with a link, or write the code into the text.")).WithField("buttons")
		}
	}
	return nil
}

// Send sends one message once: a template as a broadcast to one person, a text
// into the room. A broadcast's id comes back with its states, the message's own
// is told with them.
func (p *Protocol) Send(ctx context.Context, c protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	k, e := p.ready(c)
	if e == nil {
		e = k.needFor(m)
	}
	if e == nil {
		e = cloudshape.Check(m)
	}
	if e == nil && m.Template != nil && m.To == "" {
		e = app.NewError(app.CodeIncomplete, app.Say("Enter the number of the person it is for.")).WithField("to")
	}
	if e != nil {
		return protocol.Sent{}, e
	}
	r := transport.Request{Method: http.MethodPost, Path: pathAnswer, Name: "/" + pathAnswer, JSON: answerBody{m.Room, "text", m.Text}}
	if m.Template != nil {
		r.Path, r.Name, r.JSON = pathBroadcast, "/"+pathBroadcast, k.broadcast(m)
	}
	var answer taken
	if _, _, e := k.do(ctx, r, &answer); e != nil {
		return protocol.Sent{}, k.notSent(e)
	}
	if answer.ID == "" {
		return protocol.Sent{}, app.NewError(app.CodeProviderAnswer, app.Say("Qontak gave no ID, so nobody knows whether the message went out.")).
			WithFix(app.Say("Wait for its delivery state before you send it again.")).WithDetail("no id")
	}
	return protocol.Sent{MessageID: k.clean(string(answer.External)), Reference: k.clean(string(answer.ID))}, nil
}

// broadcast writes a template message. Without a name the number stands for it.
func (k *connection) broadcast(m protocol.Outgoing) broadcastBody {
	b := broadcastBody{
		To: strings.TrimPrefix(m.To, "+"), ToName: app.CleanName(m.Name), Label: m.ID,
		TemplateID: m.Template.ID, Channel: k.channel, Language: languageBody{m.Template.Language},
		Parameters: parameters{Body: []bodyValue{}, Buttons: []buttonValue{}},
	}
	if b.ToName == "" {
		b.ToName = b.To
	}
	if h := m.Template.Header; h != nil {
		b.Parameters.Header = &headerBody{Format: strings.ToUpper(h.Kind), Params: []headerParam{
			{"url", h.Link}, {"filename", filename(h)},
		}}
	}
	for i, v := range m.Template.Body {
		n := strconv.Itoa(i + 1)
		b.Parameters.Body = append(b.Parameters.Body, bodyValue{Key: n, Value: "value_" + n, Text: v})
	}
	for _, button := range m.Template.Buttons {
		if button.Kind == cloudshape.KindURL {
			b.Parameters.Buttons = append(b.Parameters.Buttons, buttonValue{strconv.Itoa(button.Index), "url", button.Value})
		}
	}
	return b
}

// filename is the file's, or what its link ends with.
func filename(h *protocol.TemplateHeader) string {
	if h.Filename != "" {
		return h.Filename
	}
	if u, err := url.Parse(h.Link); err == nil {
		if base := path.Base(u.Path); base != "." && base != "/" {
			return base
		}
	}
	return h.Kind
}

// notSent turns a failed call into an error about the message.
func (k *connection) notSent(e *app.Error) *app.Error {
	var r *refusal
	if !errors.As(e, &r) {
		return e
	}
	switch {
	case r.Status == http.StatusTooManyRequests:
		slow := *e
		slow.Code = protocol.CodeSlowDown
		return &slow
	case e.Code == app.CodeProviderUnreachable:
		return app.NewError(e.Code, app.Say("Qontak had a problem of its own. The message may have gone out all the same.")).
			WithFix(app.Say("Wait for its delivery state before you send it again.")).WithDetail(e.Detail).Because(r)
	case e.Code == app.CodeProviderRefused && r.Status != http.StatusUnauthorized && r.Status != http.StatusForbidden:
		what := app.Say("Qontak refused the message.")
		if words := k.words(r.Words); words != "" {
			what = app.Say("Qontak refused the message: {{.Words}}", "Words", words)
		}
		return app.NewError(e.Code, what).WithDetail(e.Detail).Because(r).
			WithFix(app.Say("Check the number, the template and its values, and the Channel Integration ID, then send again."))
	}
	return e
}
