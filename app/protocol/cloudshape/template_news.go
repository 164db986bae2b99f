package cloudshape

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// templateNews reads what a webhook of a field tells of a template.
func templateNews(field string, v Value) *protocol.TemplateNews {
	n := &protocol.TemplateNews{}
	switch field {
	case "message_template_status_update":
		word := v.Get("event").Word()
		if word == "FLAGGED" { // a warning; it can still be sent
			n.Look = true
			return n
		}
		n.Status, n.StatusWord = TemplateStatus(word), word
		n.Code = Reason(v.Get("reason").Line())
		if title := v.Get("other_info", "title").Word(); n.Code == "" && n.Status == app.TemplatePaused && isPause(title) {
			n.Code = title
		}
		n.Reason, n.Fix = RejectionHelp(n.Status, n.Code)
		if told := v.Get("rejection_info", "reason").Line(); told != "" {
			n.Reason = app.Say("{{.Words}}", "Words", Words(told))
		}
		if told := v.Get("rejection_info", "recommendation").Line(); told != "" {
			n.Fix = app.Say("{{.Words}}", "Words", Words(told))
		}
		n.Category = TemplateCategory(v.Get("message_template_category").Word())
	case "message_template_quality_update":
		n.Quality = TemplateQuality(v.Get("new_quality_score").Word())
	case "template_category_update":
		// When a change is announced, new_category is the present one.
		if next := v.Get("correct_category").Word(); next != "" {
			n.NextCategory = TemplateCategory(next)
			break
		}
		n.Category = TemplateCategory(v.Get("new_category").Word())
		n.PreviousCategory = TemplateCategory(v.Get("previous_category").Word())
	default:
		n.Look = true
	}
	n.StatusWord = strings.ToUpper(n.StatusWord)
	return n
}

// isPause reports whether a title says what kind of pause it is.
func isPause(title string) bool {
	return title == PauseFirst || title == PauseSecond || title == PausePacing
}
