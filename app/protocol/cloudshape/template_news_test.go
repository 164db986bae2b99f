package cloudshape

import (
	"encoding/json"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// What webhooks tell of templates, oddities included: in an announcement of
// another category, new_category is the present one.
func TestTemplateNews(t *testing.T) {
	for name, c := range map[string]struct {
		field, value string
		want         protocol.TemplateNews
	}{
		"approved": {"message_template_status_update", `{"event":"APPROVED","reason":"NONE"}`, protocol.TemplateNews{Status: app.TemplateApproved, StatusWord: "APPROVED"}},
		"in words": {"message_template_status_update", `{"event":"REJECTED","reason":"INVALID_FORMAT","rejection_info":{"reason":"A variable is missing.","recommendation":"Add it."}}`,
			protocol.TemplateNews{Status: app.TemplateRejected, StatusWord: "REJECTED", Code: "INVALID_FORMAT", Reason: app.Say("{{.Words}}", "Words", "A variable is missing."), Fix: app.Say("{{.Words}}", "Words", "Add it.")}},
		"pacing": {"message_template_status_update", `{"event":"PAUSED","reason":"NONE","other_info":{"title":"RATE_LIMITING_PAUSE","description":"x"}}`,
			protocol.TemplateNews{Status: app.TemplatePaused, StatusWord: "PAUSED", Code: PausePacing, Reason: rejects[PausePacing].what, Fix: rejects[PausePacing].fix}},
		"other title": {"message_template_status_update", `{"event":"APPROVED","reason":"NONE","other_info":{"title":"UNPAUSE"}}`, protocol.TemplateNews{Status: app.TemplateApproved, StatusWord: "APPROVED"}},
		"null reason": {"message_template_status_update", `{"event":"PENDING_DELETION","reason":null}`, protocol.TemplateNews{Status: app.TemplateLeaving, StatusWord: "PENDING_DELETION"}},
		"a warning":   {"message_template_status_update", `{"event":"FLAGGED"}`, protocol.TemplateNews{Look: true}},
		"new state":   {"message_template_status_update", `{"event":"FROZEN"}`, protocol.TemplateNews{Status: app.TemplateOther, StatusWord: "FROZEN"}},
		"quality":     {"message_template_quality_update", `{"previous_quality_score":"GREEN","new_quality_score":"RED"}`, protocol.TemplateNews{Quality: app.QualityLow}},
		"changed":     {"template_category_update", `{"previous_category":"UTILITY","new_category":"MARKETING"}`, protocol.TemplateNews{Category: app.CategoryMarketing, PreviousCategory: app.CategoryUtility}},
		"announced":   {"template_category_update", `{"correct_category":"MARKETING","new_category":"UTILITY"}`, protocol.TemplateNews{NextCategory: app.CategoryMarketing}},
		"content":     {"message_template_components_update", `{"message_template_element":"x"}`, protocol.TemplateNews{Look: true}},
	} {
		raw := `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"` + c.field + `","value":` + c.value + `}]}]}`
		require.True(t, json.Valid([]byte(raw)))
		post, ok := Read([]byte(raw))
		require.True(t, ok, name)
		got := Shape{}.Entries(post)
		require.Len(t, got, 1)
		require.NotNil(t, got[0].Notice, name)
		require.Equal(t, &c.want, got[0].Notice.Template, name)
	}
}
