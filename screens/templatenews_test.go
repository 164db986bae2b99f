package screens

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
)

func decision(agent app.AgentID, env app.Environment, id app.TemplateID, before, now app.TemplateStatus) template.Decision {
	return template.Decision{Agent: agent, Environment: env, Before: before, Template: app.Template{ID: id, Name: "bill", Language: "id", Status: now}}
}

// What a provider decides about a template is told wherever the person is, and one
// press leads to it.
func TestDecisionsAboutTemplatesAreTold(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		page := newFakePage("Templates")
		d.w.byName[frame.Templates] = page
		d.w.TellTemplates([]template.Decision{
			decision(1, app.Published, 7, app.TemplateInReview, app.TemplateApproved),
			decision(1, app.Published, 8, app.TemplatePaused, app.TemplateApproved),
			decision(1, app.Published, 9, app.TemplateApproved, app.TemplatePaused),
		})
		assert.Equal(t, []string{"bill in Indonesian was paused", "bill in Indonesian can be sent again", "bill in Indonesian is approved"}, d.w.toasts.Texts())
		d.Settle()
		d.Press("Show")
		id, _ := frame.PartTemplate(page.part)
		assert.NotZero(t, id)
		assert.Equal(t, frame.Templates, d.w.page)

		d.w.toasts.Clear()
		d.w.TellTemplates([]template.Decision{decision(2, app.Published, 12, app.TemplateInReview, app.TemplateRejected)})
		assert.Equal(t, []string{"Batik Larasati Care, Published: bill in Indonesian was rejected"}, d.w.toasts.Texts())
		d.Settle()
		d.Press("Show")
		assert.Equal(t, frame.Place{Agent: 2, Environment: app.Published}, page.at, "it leads to another agent")
		assert.Equal(t, frame.TemplatePart(12), page.part)

		d.w.toasts.Clear()
		many := decision(1, app.Draft, 1, app.TemplateInReview, app.TemplateDisabled)
		d.w.TellTemplates([]template.Decision{many, many, many, many})
		assert.Equal(t, []string{"News of 4 templates"}, d.w.toasts.Texts())
		d.Settle()
		d.Press("Show")
		assert.Equal(t, frame.Place{Agent: 1, Environment: app.Draft}, page.at)

		d.w.toasts.Clear()
		d.w.TellTemplates(nil)
		assert.Empty(t, d.w.toasts.Texts())
	})
}
