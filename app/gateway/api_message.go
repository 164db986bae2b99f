package gateway

import (
	"time"

	"channeldesk/app"
)

// messageRequest is what a program sends to have a message sent.
type messageRequest struct {
	To       string            `json:"to" minLength:"3" maxLength:"160" doc:"The recipient's phone number, best with its country code; of a customer who has none, the person of the message that came in." example:"+628123456789"`
	Name     string            `json:"name,omitempty" maxLength:"200" doc:"The recipient's name, for the history and for providers that want one." example:"Budi Santoso"`
	Template *templateRequest  `json:"template,omitempty" doc:"The template to fill. Either this or text."`
	Text     string            `json:"text,omitempty" minLength:"1" maxLength:"4096" doc:"Text into the open customer service window. Either this or template."`
	Buttons  []app.ReplyButton `json:"buttons,omitempty" nullable:"false" maxItems:"3" doc:"Buttons below the text, where the provider has them."`
	DueAt    time.Time         `json:"due_at,omitzero" doc:"When to send it; left out, at once." example:"2026-11-23T02:00:00Z"`
	Until    time.Time         `json:"best_before,omitzero" doc:"When it must not be sent any more." example:"2026-11-23T10:00:00Z"`
	Env      app.Environment   `json:"environment,omitempty" enum:"draft,published" doc:"The environment that you expect. A key of the other one is refused, so that a test never reaches customers by mistake."`
	_        struct{}          `json:"-" additionalProperties:"false"`
}

// templateRequest fills a template.
type templateRequest struct {
	Name     string          `json:"name" minLength:"1" maxLength:"512" doc:"The template's name." example:"payment_reminder"`
	Language string          `json:"language" minLength:"2" maxLength:"15" doc:"Its language." example:"id"`
	ID       string          `json:"id,omitempty" maxLength:"128" doc:"The template's id, at providers that send by id."`
	Header   *headerRequest  `json:"header,omitempty" doc:"What fills the header."`
	Body     []string        `json:"body,omitempty" nullable:"false" maxItems:"100" doc:"The values of the body in order." example:"[\"Budi\",\"Rp 250.000\"]"`
	Names    []string        `json:"names,omitempty" nullable:"false" maxItems:"100" doc:"The names of the values, in the same order, for a template whose variables have names." example:"[\"customer\",\"amount\"]"`
	Buttons  []buttonRequest `json:"buttons,omitempty" nullable:"false" maxItems:"10" doc:"The values of those buttons that take one."`
	Offer    time.Time       `json:"offer_ends_at,omitzero" doc:"When the limited-time offer ends, for a template that has one." example:"2026-11-30T16:59:00Z"`
	Cards    []cardRequest   `json:"cards,omitempty" nullable:"false" maxItems:"10" doc:"What fills the cards of a carousel, in their order."`
}

// cardRequest fills one card of a carousel.
type cardRequest struct {
	Header  *headerRequest  `json:"header,omitempty" doc:"What fills the card's header."`
	Body    []string        `json:"body,omitempty" nullable:"false" maxItems:"100" doc:"The values of the card's body in order."`
	Buttons []buttonRequest `json:"buttons,omitempty" nullable:"false" maxItems:"10" doc:"The values of those buttons of the card that take one."`
}

// headerRequest fills a template's header.
type headerRequest struct {
	Kind     string        `json:"kind" enum:"text,image,video,document,gif,location" doc:"What the header is."`
	Text     string        `json:"text,omitempty" maxLength:"200" doc:"The value of a text header."`
	TextName string        `json:"text_name,omitempty" maxLength:"200" doc:"The name of its variable, where that has one."`
	Link     string        `json:"link,omitempty" maxLength:"2048" doc:"The https address of the file." example:"https://files.example/invoice.pdf"`
	Filename string        `json:"filename,omitempty" maxLength:"240" doc:"The name that the recipient sees, for documents." example:"invoice.pdf"`
	Place    *placeRequest `json:"place,omitempty" doc:"The place of a location header."`
}

// placeRequest is a place on the map.
type placeRequest struct {
	Latitude  float64 `json:"latitude" minimum:"-90" maximum:"90" example:"-6.1754"`
	Longitude float64 `json:"longitude" minimum:"-180" maximum:"180" example:"106.8272"`
	Name      string  `json:"name" minLength:"1" maxLength:"1000" example:"Nusantara Bank, Monas branch"`
	Address   string  `json:"address" minLength:"1" maxLength:"1000" example:"Jl. Medan Merdeka, Jakarta"`
}

// buttonRequest is the value of one button of a template.
type buttonRequest struct {
	Index int    `json:"index" minimum:"0" maximum:"9" doc:"Which button; the first is 0."`
	Kind  string `json:"kind" enum:"url,quick_reply,copy_code" doc:"What the button is."`
	Value string `json:"value" maxLength:"2000" doc:"What completes it."`
}

func (m messageRequest) content() app.Content {
	c := app.Content{Text: m.Text, Buttons: m.Buttons}
	t := m.Template
	if t == nil {
		return c
	}
	c.Template = &app.TemplateMessage{
		Name: t.Name, Language: t.Language, ID: t.ID, Header: t.Header.content(), Body: t.Body, Names: t.Names, Buttons: buttonsOf(t.Buttons),
	}
	if !t.Offer.IsZero() {
		c.Template.OfferEnds = t.Offer.UnixMilli()
	}
	for _, card := range t.Cards {
		c.Template.Cards = append(c.Template.Cards, app.TemplateCard{Header: card.Header.content(), Body: card.Body, Buttons: buttonsOf(card.Buttons)})
	}
	return c
}

func (h *headerRequest) content() *app.TemplateHeader {
	if h == nil {
		return nil
	}
	out := &app.TemplateHeader{Kind: h.Kind, Text: h.Text, Link: h.Link, Filename: h.Filename, TextName: h.TextName}
	if p := h.Place; p != nil {
		out.Place = &app.Place{Latitude: p.Latitude, Longitude: p.Longitude, Name: p.Name, Address: p.Address}
	}
	return out
}

func buttonsOf(list []buttonRequest) (out []app.TemplateButton) {
	for _, b := range list {
		out = append(out, app.TemplateButton{Index: b.Index, Kind: b.Kind, Value: b.Value})
	}
	return out
}

// messageAnswer is a message for programs. The names are those of the history
// on the command line.
type messageAnswer struct {
	ID                string          `json:"id" doc:"The message's own id." example:"msg_01jd9x3v7k2m4n6p8q0r5s1t3w"`
	Environment       app.Environment `json:"environment" enum:"draft,published"`
	Recipient         string          `json:"recipient" doc:"The phone number in E.164." example:"+628123456789"`
	Name              string          `json:"name,omitempty"`
	Kind              string          `json:"kind" enum:"template,text"`
	Template          string          `json:"template,omitempty" example:"payment_reminder"`
	Language          string          `json:"language,omitempty" example:"id"`
	Text              string          `json:"text,omitempty"`
	Status            string          `json:"status" enum:"queued,sending,unknown,accepted,sent,delivered,read,failed,cancelled" doc:"Where it stands. It never goes back in this order; unknown means that nobody knows whether it went out, and it is not sent again by itself."`
	Source            string          `json:"source" enum:"api,window,bulk,session,command" doc:"What asked for it."`
	ProviderMessageID string          `json:"provider_message_id,omitempty"`
	ErrorCode         string          `json:"error_code,omitempty" doc:"Why it failed or is unknown, for programs."`
	Error             string          `json:"error,omitempty" doc:"The same in a sentence."`
	Fix               string          `json:"fix,omitempty" doc:"What to do about it."`
	CreatedAt         time.Time       `json:"created_at"`
	DueAt             *time.Time      `json:"due_at,omitempty" doc:"When it is to be sent, if not at once."`
	BestBefore        *time.Time      `json:"best_before,omitempty"`
	AcceptedAt        *time.Time      `json:"accepted_at,omitempty" doc:"When the provider took it."`
	SentAt            *time.Time      `json:"sent_at,omitempty"`
	DeliveredAt       *time.Time      `json:"delivered_at,omitempty"`
	ReadAt            *time.Time      `json:"read_at,omitempty"`
	FailedAt          *time.Time      `json:"failed_at,omitempty"`
	PriceCategory     string          `json:"price_category,omitempty" doc:"What the provider counts it as, once it said so." example:"utility"`
	Billable          *bool           `json:"billable,omitempty" doc:"Whether the provider charges for it, once it said so. No provider tells an amount."`
}

// wholeAnswer is a message with its attempts.
type wholeAnswer struct {
	messageAnswer
	Attempts []attemptAnswer `json:"attempts" nullable:"false" doc:"Each try to send it, the first one first."`
}

// attemptAnswer is one try to send a message.
type attemptAnswer struct {
	Number    int        `json:"number" minimum:"1"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Outcome   string     `json:"outcome" enum:"running,accepted,refused,slow_down,open,not_sent" doc:"How it ended. Open: nobody knows whether it went out."`
	Code      string     `json:"code,omitempty" doc:"The provider's code."`
	What      string     `json:"what,omitempty" doc:"What happened, in a sentence."`
}

func answerOf(m app.Message) messageAnswer {
	a := messageAnswer{
		ID: m.Mark, Environment: m.Environment, Recipient: m.To, Name: m.Name, Kind: m.Kind(), Text: m.Content.Text,
		Status: string(m.Status), Source: string(m.Source), ProviderMessageID: m.ProviderID,
		ErrorCode: m.Code, Error: m.Reason.String(), Fix: m.Fix.String(), CreatedAt: m.CreatedAt.UTC(),
		BestBefore: timeOrNil(m.BestBefore), AcceptedAt: timeOrNil(m.AcceptedAt),
		SentAt: timeOrNil(m.SentAt), DeliveredAt: timeOrNil(m.DeliveredAt), ReadAt: timeOrNil(m.ReadAt), FailedAt: timeOrNil(m.FailedAt),
	}
	if m.DueAt.After(m.CreatedAt) {
		a.DueAt = timeOrNil(m.DueAt)
	}
	if t := m.Content.Template; t != nil {
		a.Template, a.Language = t.Name, t.Language
	}
	category, billable := app.PriceOf(m.Price)
	a.PriceCategory = category
	if billable != "" {
		yes := billable == "true"
		a.Billable = &yes
	}
	return a
}

func attemptsOf(list []app.Attempt) []attemptAnswer {
	out := make([]attemptAnswer, len(list))
	for i, t := range list {
		out[i] = attemptAnswer{
			Number: t.Number, StartedAt: t.StartedAt.UTC(), EndedAt: timeOrNil(t.EndedAt), Outcome: string(t.Outcome), Code: t.Code, What: t.What.String(),
		}
	}
	return out
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
