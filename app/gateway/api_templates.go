package gateway

import (
	"context"
	"time"

	"channeldesk/app"
)

const templatesDescription = `Gives the templates of the key's channel as they were last read from its provider, by name and language, with what has to be filled in. Only those with sendable true can be sent now.`

type templatesInput struct {
	Status   string          `query:"status" enum:"approved,in_review,rejected,paused,disabled,leaving,declared,other" doc:"Only templates that stand here."`
	Name     string          `query:"name" maxLength:"512" doc:"Only the template with this name, in all its languages."`
	Language string          `query:"language" maxLength:"15" doc:"Only templates in this language."`
	Env      app.Environment `query:"environment" enum:"draft,published" doc:"The environment that you expect; a key of the other one is refused."`
}

type templatesOutput struct {
	Body templateList
}

// templateList are the templates of a channel.
type templateList struct {
	Templates []templateAnswer `json:"templates" nullable:"false"`
	SyncedAt  *time.Time       `json:"synced_at,omitempty" doc:"When they were last read from the provider; absent when never."`
}

// templateAnswer is one template in one language.
type templateAnswer struct {
	Name     string `json:"name" example:"payment_reminder"`
	Language string `json:"language" example:"id"`
	ID       string `json:"id,omitempty" doc:"The provider's id. Send it along where the provider sends by id."`
	Category string `json:"category" doc:"utility, marketing or authentication." example:"utility"`
	Status   string `json:"status" enum:"approved,in_review,rejected,paused,disabled,leaving,declared,other" doc:"Where it stands; declared is one that was written down in Channel Desk."`
	Sendable bool   `json:"sendable" doc:"Whether messages can be made from it now."`
	Quality  string `json:"quality,omitempty" doc:"high, medium or low, when the provider tells."`
	Header   string `json:"header,omitempty" doc:"What the header is: text, image, video, document, gif or location."`
	// HeaderValue is true when template.header is needed.
	HeaderValue bool              `json:"header_value" doc:"Whether template.header must be filled when sending."`
	Body        string            `json:"body" doc:"The text with its variables." example:"Dear {{1}}, {{2}} is due."`
	Values      []string          `json:"values" nullable:"false" doc:"The variables of the body, in the order of template.body." example:"[\"1\",\"2\"]"`
	Named       bool              `json:"named" doc:"Whether the variables have names instead of numbers."`
	Labels      map[string]string `json:"labels,omitempty" doc:"What the variables are called in Channel Desk."`
	Footer      string            `json:"footer,omitempty"`
	Buttons     []templateButton  `json:"buttons" nullable:"false" doc:"All buttons, the first with index 0."`
	OfferEnds   bool              `json:"offer_ends,omitempty" doc:"Whether template.offer_ends_at must be given when sending."`
	Cards       []templateCard    `json:"cards,omitempty" nullable:"false" doc:"The cards of a carousel, in the order of template.cards."`
}

// templateCard is one card of a carousel.
type templateCard struct {
	Header  string           `json:"header" doc:"What the header is; it must be filled when sending." example:"image"`
	Body    string           `json:"body,omitempty"`
	Values  []string         `json:"values" nullable:"false" doc:"The variables of the body, in the order of body."`
	Buttons []templateButton `json:"buttons" nullable:"false"`
}

// templateButton is a button of a template.
type templateButton struct {
	Index int    `json:"index"`
	Kind  string `json:"kind" doc:"quick_reply, url, phone, copy_code and others." example:"url"`
	Text  string `json:"text,omitempty" example:"Pay now"`
	Value bool   `json:"value" doc:"Whether template.buttons must have a value for it when sending."`
}

// listTemplates gives the templates of the key's channel.
func (a *api) listTemplates(ctx context.Context, in *templatesInput) (*templatesOutput, error) {
	info, caller := infoOf(ctx, "list-templates"), callerOf(ctx)
	if p := wrongEnvironment(caller, in.Env); p != nil {
		return nil, withID(p, info)
	}
	out := &templatesOutput{Body: templateList{Templates: []templateAnswer{}}}
	err := a.r.s.p.Store.View(ctx, func(tx app.Tx) error {
		all, err := tx.ListTemplates(caller.Channel.ID)
		if err != nil {
			return err
		}
		for _, t := range all {
			if in.Status != "" && string(t.Status) != in.Status || in.Name != "" && t.Name != in.Name || in.Language != "" && t.Language != in.Language {
				continue
			}
			out.Body.Templates = append(out.Body.Templates, templateOf(t))
		}
		sync, err := tx.GetTemplateSync(caller.Channel.ID)
		out.Body.SyncedAt = timeOrNil(sync.At)
		return err
	})
	if err != nil {
		return nil, withID(a.r.problemOf(info, err), info)
	}
	return out, nil
}

func templateOf(t app.Template) templateAnswer {
	d := t.Design
	a := templateAnswer{
		Name: t.Name, Language: t.Language, ID: t.ProviderID, Category: string(t.Category), Status: string(t.Status), Sendable: t.Sendable(),
		Quality: string(t.Quality), Body: d.Body, Values: []string{}, Named: d.Named, Labels: t.Labels, Footer: d.Footer, Buttons: []templateButton{},
	}
	if d.Code != nil {
		// The code stands in the text, and once more in the button.
		a.Values, a.Buttons = []string{"1"}, []templateButton{{Kind: string(app.ButtonURL), Text: d.Code.CopyText, Value: true}}
		return a
	}
	if h := d.Header; h != nil {
		a.Header = string(h.Kind)
		a.HeaderValue = h.Kind != app.HeaderText || len(app.Placeholders(h.Text)) > 0
	}
	a.Values = append(a.Values, app.Placeholders(d.Body)...)
	a.Buttons = append(a.Buttons, buttonAnswers(d.Buttons)...)
	a.OfferEnds = d.Offer != nil && d.Offer.Ends
	for _, c := range d.Cards {
		a.Cards = append(a.Cards, templateCard{
			Header: string(c.Header.Kind), Body: c.Body, Values: append([]string{}, app.Placeholders(c.Body)...), Buttons: buttonAnswers(c.Buttons),
		})
	}
	return a
}

func buttonAnswers(list []app.ButtonDesign) []templateButton {
	out := []templateButton{}
	for i, b := range list {
		out = append(out, templateButton{
			Index: i, Kind: string(b.Kind), Text: b.Text,
			Value: b.Kind == app.ButtonCopyCode || b.Kind == app.ButtonURL && len(app.Placeholders(b.URL)) > 0,
		})
	}
	return out
}
