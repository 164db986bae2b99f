package cloudshape

import (
	"strings"

	"channeldesk/app"
)

// TemplateLanguages are the languages in which WhatsApp takes templates.
var TemplateLanguages = strings.Fields(`af sq ar ar_AE ar_EG ar_LB ar_MA ar_QA az be_BY bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da prs_AF nl nl_BE
	en en_AE en_AU en_CA en_GB en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_US en_ZA et fil fi fr fr_BE fr_CA fr_CH fr_CI fr_MA
	ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb ps_AF fa pl pt_BR pt_PT pa ro ru sr si_LK
	sk sl es es_AR es_CL es_CO es_CR es_DO es_EC es_ES es_HN es_MX es_PA es_PE es_UY sw sv ta te th tr uk ur uz vi zu`)

// AllCategories are the categories of templates.
var AllCategories = []app.TemplateCategory{app.CategoryUtility, app.CategoryMarketing, app.CategoryAuthentication}

var statuses = map[string]app.TemplateStatus{
	"APPROVED": app.TemplateApproved, "REINSTATED": app.TemplateApproved, "UNARCHIVED": app.TemplateApproved,
	"PENDING": app.TemplateInReview, "IN_APPEAL": app.TemplateInReview, "PENDING_REVIEW": app.TemplateInReview,
	"REJECTED": app.TemplateRejected, "PAUSED": app.TemplatePaused, "DISABLED": app.TemplateDisabled,
	"PENDING_DELETION": app.TemplateLeaving, "DELETED": app.TemplateLeaving,
}

// TemplateStatus reads a provider's word for the status. A word that is not known,
// and those for rarer states, are TemplateOther: none of them can be sent.
func TemplateStatus(word string) app.TemplateStatus {
	if s, ok := statuses[strings.ToUpper(word)]; ok {
		return s
	}
	return app.TemplateOther
}

// TemplateQuality reads a provider's word for the quality.
func TemplateQuality(word string) app.TemplateQuality {
	switch strings.ToUpper(word) {
	case "GREEN", "HIGH":
		return app.QualityHigh
	case "YELLOW", "MEDIUM":
		return app.QualityMedium
	case "RED", "LOW":
		return app.QualityLow
	}
	return ""
}

// TemplateCategory reads a provider's word for the category; words of former times
// are those of useful messages.
func TemplateCategory(word string) app.TemplateCategory {
	switch word = strings.ToUpper(word); word {
	case "":
		return ""
	case "MARKETING", "PROMOTIONAL":
		return app.CategoryMarketing
	case "AUTHENTICATION", "OTP":
		return app.CategoryAuthentication
	case "UTILITY", "TRANSACTIONAL", "PAYMENT_UPDATE", "ACCOUNT_UPDATE", "TICKET_UPDATE", "ALERT_UPDATE", "ISSUE_RESOLUTION",
		"APPOINTMENT_UPDATE", "PERSONAL_FINANCE_UPDATE", "RESERVATION_UPDATE", "SHIPPING_UPDATE", "TRANSPORTATION_UPDATE", "AUTO_REPLY":
		return app.CategoryUtility
	}
	return app.TemplateCategory(strings.ToLower(word))
}

// The words for why a template is paused: for the first and the second time because
// people reported it, and because too much was sent before its quality was known.
const (
	PauseFirst  = "FIRST_PAUSE"
	PauseSecond = "SECOND_PAUSE"
	PausePacing = "RATE_LIMITING_PAUSE"
)

// reject says why a template was rejected or paused.
type reject struct{ what, fix app.Text }

var rejects = map[string]reject{
	"ABUSIVE_CONTENT": {
		app.Say("The review found threats, insults or something that is not allowed."),
		app.Say("Write it in a friendly and neutral way, then submit it again."),
	},
	"INCORRECT_CATEGORY": {
		app.Say("The text does not fit the category."),
		app.Say("Choose the category that fits, or take out what advertises, then submit it again."),
	},
	"INVALID_FORMAT": {
		app.Say("The form is not right: often a variable, an example value or an address."),
		app.Say("Check the variables and their examples, and that addresses are whole, then submit it again."),
	},
	"PROMOTIONAL": {
		app.Say("The text advertises, which this category does not allow."),
		app.Say("Take the offer out, or choose the category marketing, then submit it again."),
	},
	"SCAM": {
		app.Say("The review took it for an attempt to cheat."),
		app.Say("Say clearly who writes and why, do not ask for passwords or card numbers, then submit it again."),
	},
	"TAG_CONTENT_MISMATCH": {
		app.Say("The language or the category does not fit the text."),
		app.Say("Choose the language in which the text is written, then submit it again."),
	},
	PauseFirst: {
		app.Say("Too many people blocked or reported it. It is paused for 3 hours, for the first time."),
		app.Say("The pause ends by itself. Then send it to fewer people and only to those who expect it, or change its text now. After the third time it is switched off."),
	},
	PauseSecond: {
		app.Say("Too many people blocked or reported it. It is paused for 6 hours, for the second time."),
		app.Say("The pause ends by itself. Send it only to those who expect it, or change its text now. The next time it is switched off."),
	},
	PausePacing: {
		app.Say("It was sent to many people before enough was known of its quality, so that it is held back."),
		app.Say("End the pause when it was meant. It can be sent again some minutes later."),
	},
}

// RejectionHelp says in plain words what a provider's reason means, and how to
// mend it. Both are empty when there is none.
func RejectionHelp(status app.TemplateStatus, code string) (what, fix app.Text) {
	if r, ok := rejects[strings.ToUpper(code)]; ok {
		return r.what, r.fix
	}
	switch status {
	case app.TemplateRejected:
		if isReason(code) {
			return app.Say("The review rejected it: {{.Code}}.", "Code", code), app.Say("Open WhatsApp Manager, where the reason may stand, mend it and submit it again.")
		}
		return app.Say("The review rejected it and gave no reason."), app.Say("Open WhatsApp Manager, where the reason may stand, mend it and submit it again.")
	case app.TemplatePaused:
		return app.Say("Too many people blocked or reported it, so that it is paused for some hours."),
			app.Say("Send it to fewer people and only to those who expect it, or write it anew. After the third time it is switched off.")
	case app.TemplateDisabled:
		return app.Say("It was switched off, because people went on blocking or reporting it."),
			app.Say("Make a new template with another text.")
	}
	return app.Text{}, app.Text{}
}

func isReason(code string) bool { return code != "" && !strings.EqualFold(code, "NONE") }

// Reason is a provider's word for why, "" for those that mean nothing.
func Reason(code string) string {
	if !isReason(code) {
		return ""
	}
	return code
}
