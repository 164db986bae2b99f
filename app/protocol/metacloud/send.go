package metacloud

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

// sessionButtons is how many buttons Meta shows below a text.
const sessionButtons = 3

// messageBody is one message to one person.
type messageBody struct {
	Product       string           `json:"messaging_product"`
	RecipientType string           `json:"recipient_type"`
	To            string           `json:"to,omitempty"`
	Recipient     string           `json:"recipient,omitempty"`
	Type          string           `json:"type"`
	OurID         string           `json:"biz_opaque_callback_data,omitempty"`
	Text          *textBody        `json:"text,omitempty"`
	Interactive   *interactiveBody `json:"interactive,omitempty"`
	Template      *templateBody    `json:"template,omitempty"`
}

type textBody struct {
	Body string `json:"body"`
}

type interactiveBody struct {
	Type   string  `json:"type"`
	Body   caption `json:"body"`
	Action action  `json:"action"`
}

type caption struct {
	Text string `json:"text"`
}

type action struct {
	Buttons []replyButton `json:"buttons"`
}

type replyButton struct {
	Type  string `json:"type"`
	Reply reply  `json:"reply"`
}

type reply struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type templateBody struct {
	Name       string                 `json:"name"`
	Language   languageBody           `json:"language"`
	Components []cloudshape.Component `json:"components,omitempty"`
}

type languageBody struct {
	Code string `json:"code"`
}

// sentAnswer is what Meta says to a message that it accepted.
type sentAnswer struct {
	Messages []struct {
		ID     text `json:"id"`
		Status text `json:"message_status"`
	} `json:"messages"`
}

// SessionButtons is three.
func (p *Protocol) SessionButtons() int { return sessionButtons }

// Needs says what is missing before this configuration can send the message. A
// person who shows no number is written to by the mark in Room.
func (p *Protocol) Needs(c protocol.Config, m protocol.Outgoing) *app.Error {
	k, e := p.connect(c)
	if e != nil {
		return e
	}
	return k.needFor(m)
}

func (k *connection) needFor(m protocol.Outgoing) *app.Error {
	switch e := k.need(fieldNumber, secretToken); {
	case e != nil:
		return e
	case m.Template != nil && m.Template.Name == "":
		return app.NewError(app.CodeIncomplete, app.Say("Meta sends a template by its name. Choose a template.")).WithField("template")
	case m.Template == nil && len(m.Buttons) > sessionButtons:
		return app.NewError(app.CodeUnsupported, app.Say("WhatsApp shows at most {{.Max}} buttons below a text.", "Max", sessionButtons)).WithField("buttons")
	}
	return nil
}

// Send sends one message once. A 200 means that Meta accepted it; how far it
// comes is told by webhook.
func (p *Protocol) Send(ctx context.Context, c protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	k, e := p.connect(c)
	if e == nil {
		e = k.needFor(m)
	}
	if e == nil {
		e = cloudshape.Check(m)
	}
	if e == nil && m.To == "" && m.Room == "" {
		e = app.NewError(app.CodeIncomplete, app.Say("Enter the number of the person it is for.")).WithField("to")
	}
	if e != nil {
		return protocol.Sent{}, e
	}
	var answer sentAnswer
	err := k.do(ctx, call{method: http.MethodPost, path: k.number + "/messages", json: compose(m)}, &answer)
	if err != nil {
		e := k.notSent(err)
		p.log.LogAttrs(ctx, slog.LevelDebug, "meta did not take a message",
			slog.String("code", string(e.Code)), slog.String("detail", e.Detail))
		return protocol.Sent{}, e
	}
	return k.sent(answer)
}

// compose writes the message. The plus of the number stays: without it Meta puts
// the country's code of our own number in front.
func compose(m protocol.Outgoing) messageBody {
	b := messageBody{Product: "whatsapp", RecipientType: "individual", To: m.To, OurID: m.ID}
	if m.To == "" {
		b.Recipient = m.Room
	}
	switch {
	case m.Template != nil:
		b.Type = "template"
		b.Template = &templateBody{
			Name: m.Template.Name, Language: languageBody{m.Template.Language},
			Components: cloudshape.Components(m.Template, false),
		}
	case len(m.Buttons) > 0:
		b.Type = "interactive"
		b.Interactive = &interactiveBody{Type: "button", Body: caption{m.Text}}
		for _, button := range m.Buttons {
			b.Interactive.Action.Buttons = append(b.Interactive.Action.Buttons, replyButton{"reply", reply{button.ID, button.Title}})
		}
	default:
		b.Type, b.Text = "text", &textBody{m.Text}
	}
	return b
}

// sent reads the answer. Without an id nobody knows whether the message went out.
func (k *connection) sent(answer sentAnswer) (protocol.Sent, error) {
	if len(answer.Messages) == 0 || answer.Messages[0].ID == "" {
		return protocol.Sent{}, app.NewError(app.CodeProviderAnswer,
			app.Say("Meta gave no message ID, so nobody knows whether the message went out.")).
			WithFix(app.Say("Wait for its delivery state before you send it again.")).WithDetail("no message id")
	}
	first := answer.Messages[0]
	held := strings.HasPrefix(string(first.Status), "held") || first.Status == "paused"
	return protocol.Sent{MessageID: k.clean(string(first.ID)), Held: held}, nil
}

// notSent turns a failed call into an error about the message: its code says
// whether the message may be sent again, may have gone out, or was refused.
func (k *connection) notSent(err error) *app.Error {
	e := app.AsError(err)
	var g *graphError
	if !errors.As(err, &g) {
		return e
	}
	if !g.Coded {
		return k.refusedByStatus(g, e)
	}
	code := strconv.FormatInt(g.Code, 10)
	f, known := cloudshape.Lookup(code)
	if !known {
		f = cloudshape.Failure{
			What: app.Say("Meta refused the message."), Words: true,
			Fix: app.Say("Copy the details and look the code up in Meta's documentation."),
		}
		if g.HTTP >= http.StatusInternalServerError {
			f = cloudshape.Failure{Open: true, What: app.Say("Meta had a problem that nobody knows. The message may have gone out all the same."),
				Fix: app.Say("Wait for its delivery state before you send it again.")}
		}
	}
	what := f.What
	if words := k.wordsOf(g); words != "" && f.Words {
		what = app.Say("Meta refused the message: {{.Words}}", "Words", words)
	}
	if g.Code == 190 && g.Subcode != 0 {
		what = tokenRefused(g.Subcode)
	}
	return app.NewError(outcome(f), what).WithFix(f.Fix).WithField(g.rule().field).WithDetail(e.Detail).Because(g)
}

// outcome is the code of an error after which the message was not sent, may be
// sent again as it is, or may have gone out.
func outcome(f cloudshape.Failure) app.Code {
	switch {
	case f.Passing:
		return protocol.CodeSlowDown
	case f.Open:
		return app.CodeProviderUnreachable
	}
	return app.CodeProviderRefused
}

// refusedByStatus is a refusal without any code of Meta's.
func (k *connection) refusedByStatus(g *graphError, e *app.Error) *app.Error {
	if g.HTTP == http.StatusTooManyRequests {
		return app.NewError(protocol.CodeSlowDown, e.What).WithFix(e.Fix).WithDetail(e.Detail).Because(g)
	}
	return e
}

// wordsOf are Meta's own words, those for the person first.
func (k *connection) wordsOf(g *graphError) string {
	for _, s := range []string{g.UserMsg, g.Details} {
		if words := k.metaWords(s); words != "" {
			return words
		}
	}
	return ""
}
