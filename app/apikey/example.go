package apikey

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"channeldesk/app"
)

// KeyVariable is the environment variable from which the examples take the key,
// so that it stands neither in code nor in a shell's history.
const KeyVariable = "CHANNELDESK_API_KEY"

// Operation is something that the notification API does.
type Operation string

// The operations, in the order of the screen.
const (
	SendTemplate Operation = "send_template"
	SendText     Operation = "send_text"
	GetMessage   Operation = "get_message"
	ListMessages Operation = "list_messages"
	// ListTemplates gives the templates that can be sent.
	ListTemplates Operation = "list_templates"
	ReadChannel   Operation = "read_channel"
)

// Operations are all operations, in the order of the screen.
var Operations = []Operation{SendTemplate, SendText, GetMessage, ListMessages, ListTemplates, ReadChannel}

// Label is the operation in words, in English.
func (o Operation) Label() string {
	switch o {
	case SendTemplate:
		return "Send a template message"
	case SendText:
		return "Send a text"
	case GetMessage:
		return "Get a message"
	case ListMessages:
		return "List messages"
	case ListTemplates:
		return "List templates"
	case ReadChannel:
		return "Read the channel"
	}
	return string(o)
}

// Scope is what a key must be allowed for it.
func (o Operation) Scope() app.KeyScope {
	if o == SendTemplate || o == SendText {
		return app.ScopeSend
	}
	return app.ScopeRead
}

// Values are the agent's own values in an example. What is empty is filled with
// a sample, but for BaseURL.
type Values struct {
	// BaseURL is the address of the notification API, with /v1.
	BaseURL string
	// To is the recipient in E.164.
	To string
	// Text is sent by SendText, Template by SendTemplate.
	Text     string
	Template app.TemplateMessage
	// MessageID is the message that GetMessage asks for.
	MessageID string
	// Idempotency is the Idempotency-Key: printable ASCII, at most 255 characters.
	// Without it each message gets one of its own.
	Idempotency string
}

// Example is a program that runs one operation and prints status and answer. It
// ends with a code other than 0 when that failed, or when there is no key.
type Example struct {
	Code string
	// Comment says in a sentence how to run it.
	Comment app.Text
	// File is the name under which Code is to be saved, as "send_template.py".
	File string
}

// Examples writes the example of an operation in a language. CodeInvalid, with
// the field, when a value cannot be in a request.
func Examples(o Operation, l Language, v Values) (Example, error) {
	r, err := newRequest(o, v)
	if err != nil {
		return Example{}, err
	}
	w, ok := writers[l]
	if !ok {
		return Example{}, app.Invalid("language", "There are no examples in {{.Word}}.", "Word", string(l))
	}
	code, err := w.write(r)
	if err != nil {
		return Example{}, err
	}
	file := w.file(o)
	return Example{
		Code: code, File: file,
		Comment: app.Say("Save this as {{.File}}, put the key into the environment variable {{.Variable}} and run: {{.Command}}",
			"File", file, "Variable", KeyVariable, "Command", fmt.Sprintf(w.command, file)),
	}, nil
}

// request is what an example sends.
type request struct {
	method      string
	url         string
	idempotency string // "" for what only reads
	body        object // nil for what only reads
}

func newRequest(o Operation, v Values) (r request, err error) {
	base, err := cleanBase(v.BaseURL)
	if err != nil {
		return r, err
	}
	v = v.withSamples()
	switch o {
	case SendTemplate:
		return sending(base, v, object{{"to", v.To}, {"template", templateOf(v.Template)}})
	case SendText:
		return sending(base, v, object{{"to", v.To}, {"text", v.Text}})
	case GetMessage:
		return request{method: "GET", url: base + "/messages/" + url.PathEscape(v.MessageID)}, nil
	case ListMessages:
		return request{method: "GET", url: base + "/messages?limit=20"}, nil
	case ListTemplates:
		return request{method: "GET", url: base + "/templates"}, nil
	case ReadChannel:
		return request{method: "GET", url: base + "/channel"}, nil
	}
	return r, app.Invalid("operation", "There is no example for {{.Word}}.", "Word", string(o))
}

func sending(base string, v Values, body object) (request, error) {
	if len(v.Idempotency) > 255 || strings.ContainsFunc(v.Idempotency, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return request{}, app.Invalid("idempotency", "An idempotency key has at most 255 letters, digits and signs, without spaces.")
	}
	key := v.Idempotency
	if key == "" {
		key = sampleKey(v, body)
	}
	return request{method: "POST", url: base + "/messages", idempotency: key, body: body}, nil
}

// madeUp is the template of an example for an agent that has none.
const madeUp = "installment_reminder"

// sampleKey is the Idempotency-Key of a message for which none is given. Each
// message has its own, so that one example can be run after another.
func sampleKey(v Values, body object) string {
	if body[1].name == "template" && v.Template.Name == madeUp {
		return "order-20418-reminder-1"
	}
	sum := sha256.Sum256([]byte(jsonText.render(body, 0)))
	return "order-20418-" + hex.EncodeToString(sum[:4])
}

func cleanBase(typed string) (string, error) {
	u, err := url.Parse(strings.TrimRight(typed, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
		return "", app.Invalid("base_url", "The base address must be a whole web address that begins with https.")
	}
	return u.String(), nil
}

func (v Values) withSamples() Values {
	or := func(s *string, sample string) {
		if *s = strings.ToValidUTF8(*s, "\uFFFD"); *s == "" {
			*s = sample
		}
	}
	or(&v.To, "+6281255501423")
	or(&v.Text, "Good morning, your documents are ready.")
	or(&v.MessageID, "msg_01jd8m2k7n3p4q5r6s7t8v9w0x")
	if v.Template.Name == "" {
		v.Template.Name, v.Template.Language, v.Template.Body = madeUp, "en", []string{"Ibu Sari", "Rp 4,250,000"}
	}
	return v
}

func templateOf(t app.TemplateMessage) object {
	o := object{{"name", t.Name}, {"language", t.Language}}
	add := func(name, value string) {
		if value != "" {
			o = append(o, member{name, value})
		}
	}
	add("id", t.ID)
	o = append(o, filling(t.Header, t.Body, t.Names, t.Buttons)...)
	if t.OfferEnds != 0 {
		add("offer_ends_at", time.UnixMilli(t.OfferEnds).UTC().Format(time.RFC3339))
	}
	if len(t.Cards) > 0 {
		o = append(o, member{"cards", listOf(t.Cards, func(c app.TemplateCard) any { return filling(c.Header, c.Body, nil, c.Buttons) })})
	}
	return o
}

// filling is what a template and a card of it have in common.
func filling(h *app.TemplateHeader, body, names []string, buttons []app.TemplateButton) (o object) {
	text := func(s string) any { return s }
	if h != nil {
		header := object{{"kind", h.Kind}}
		for _, m := range []member{{"text", h.Text}, {"text_name", h.TextName}, {"link", h.Link}, {"filename", h.Filename}} {
			if m.value != "" {
				header = append(header, m)
			}
		}
		if p := h.Place; p != nil {
			header = append(header, member{"place", object{{"latitude", p.Latitude}, {"longitude", p.Longitude}, {"name", p.Name}, {"address", p.Address}}})
		}
		o = append(o, member{"header", header})
	}
	if len(body) > 0 {
		o = append(o, member{"body", listOf(body, text)})
	}
	if len(names) > 0 {
		o = append(o, member{"names", listOf(names, text)})
	}
	if len(buttons) > 0 {
		o = append(o, member{"buttons", listOf(buttons, func(b app.TemplateButton) any {
			return object{{"index", b.Index}, {"kind", b.Kind}, {"value", b.Value}}
		})})
	}
	return o
}

func listOf[T any](in []T, of func(T) any) (out list) {
	for _, v := range in {
		out = append(out, of(v))
	}
	return out
}
