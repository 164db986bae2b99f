package main

import (
	"context"
	"strconv"
	"time"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/template"
)

// exampleLook is how many of the latest messages are looked at.
const exampleLook = 50

// exampleValues are the agent's own values for the examples: a template that can
// be sent now, the one that was sent last before all others, and a message that is
// there. The template is filled with its sample values: an example is passed on,
// and what was written to a customer is not for others.
func (w *workspace) exampleValues(ctx context.Context, agent app.AgentID, env app.Environment) (v apikey.Values, err error) {
	templates, _, err := w.Templates.List(ctx, agent, env)
	if err != nil {
		return v, err
	}
	var latest []app.Message
	err = w.Store.View(ctx, func(tx app.Tx) (err error) {
		latest, err = tx.ListMessages(app.MessageFilter{Agent: agent, Environment: env, Limit: exampleLook})
		return err
	})
	if err != nil {
		return v, err
	}
	if len(latest) > 0 {
		v.MessageID = latest[0].Mark
	}
	for _, m := range latest {
		t := m.Content.Template
		if t == nil {
			continue
		}
		for _, known := range templates {
			if known.Name == t.Name && known.Language == t.Language && fillSample(&v, known) {
				return v, nil
			}
		}
	}
	for _, known := range templates {
		if fillSample(&v, known) {
			return v, nil
		}
	}
	return v, nil
}

// fillSample takes a template with its samples, if it can be sent.
func fillSample(v *apikey.Values, t app.Template) bool {
	if !t.Sendable() {
		return false
	}
	values := map[string]string{}
	for _, variable := range template.Variables(t) {
		values[variable.Key] = sampleOf(variable)
	}
	filled, err := template.Fill(t, values)
	if err != nil {
		return false
	}
	v.Template = filled
	return true
}

// sampleOf is the value of a variable in an example: the one that the template was
// submitted with, or one of its kind.
func sampleOf(v template.Variable) string {
	if v.Sample != "" {
		return v.Sample
	}
	switch v.Kind {
	case template.Link:
		return "https://files.example/file"
	case template.File:
		return "file.pdf"
	case template.Number:
		return "0"
	case template.Code:
		return "123456"
	case template.Ending:
		return "order-20418"
	case template.Moment:
		return strconv.FormatInt(time.Now().AddDate(0, 0, 7).Truncate(time.Hour).UnixMilli(), 10)
	case template.Plain:
	}
	return v.Label.String()
}
