package cloudshape

import (
	"strings"

	"channeldesk/app"
)

// words are what Meta's values mean within a sentence.
var words = map[string]app.Text{
	// templates
	"APPROVED": app.Say("approved"), "REJECTED": app.Say("rejected"), "PENDING": app.Say("in review"), "IN_APPEAL": app.Say("in appeal"),
	"PAUSED": app.Say("paused"), "DISABLED": app.Say("switched off"), "FLAGGED": app.Say("flagged for low quality"), "REINSTATED": app.Say("in use again"),
	"PENDING_DELETION": app.Say("about to be deleted"), "DELETED": app.Say("deleted"), "ARCHIVED": app.Say("archived"), "UNARCHIVED": app.Say("in use again"),
	"LOCKED": app.Say("locked"), "UNLOCKED": app.Say("unlocked"), "LIMIT_EXCEEDED": app.Say("over its limit"),
	"MARKETING": app.Say("marketing"), "UTILITY": app.Say("utility"), "AUTHENTICATION": app.Say("authentication"),
	// quality and limits
	"GREEN": app.Say("high"), "YELLOW": app.Say("medium"), "RED": app.Say("low"), "UNKNOWN": app.Say("not known yet"), "NA": app.Say("not known yet"),
	"UNFLAGGED": app.Say("not flagged any more"), "UPGRADE": app.Say("a higher limit"), "DOWNGRADE": app.Say("a lower limit"), "ONBOARDING": app.Say("newly added"),
	"TIER_NOT_SET": app.Say("not set yet"), "TIER_50": app.Say("{{.N}} people a day", "N", "50"), "TIER_250": app.Say("{{.N}} people a day", "N", "250"),
	"TIER_1K": app.Say("{{.N}} people a day", "N", "1,000"), "TIER_2K": app.Say("{{.N}} people a day", "N", "2,000"),
	"TIER_10K": app.Say("{{.N}} people a day", "N", "10,000"), "TIER_100K": app.Say("{{.N}} people a day", "N", "100,000"),
	"TIER_UNLIMITED": app.Say("no limit"),
	// names, reviews and the account
	"DEFERRED": app.Say("decided later"), "DECLINED": app.Say("declined"), "EXPIRED": app.Say("expired"),
	"VERIFIED_ACCOUNT": app.Say("verified"), "ACCOUNT_VIOLATION": app.Say("it breaks Meta's rules"), "ACCOUNT_RESTRICTION": app.Say("restricted"),
	"ACCOUNT_DELETED": app.Say("deleted"), "ACCOUNT_OFFBOARDED": app.Say("removed"), "ACCOUNT_RECONNECTED": app.Say("connected again"),
	"PARTNER_ADDED": app.Say("a partner was added"), "PARTNER_REMOVED": app.Say("a partner was removed"),
	"PARTNER_APP_INSTALLED": app.Say("a partner's app was installed"), "PARTNER_APP_UNINSTALLED": app.Say("a partner's app was removed"),
	"DISABLED_UPDATE DISABLE": app.Say("switched off"), "DISABLED_UPDATE REINSTATE": app.Say("in use again"),
	"DISABLED_UPDATE SCHEDULE_FOR_DISABLE": app.Say("about to be switched off"),
	"PIN_CHANGED":                          app.Say("the PIN was changed"), "PIN_RESET_REQUEST": app.Say("somebody asked to reset the PIN"), "PIN_RESET_SUCCESS": app.Say("the PIN was reset"),
}

// said is a value of Meta's within a sentence: in plain words where it is known,
// otherwise with its own words in small letters.
func said(value string) any {
	if t, ok := words[strings.ToUpper(value)]; ok {
		return t
	}
	return strings.ToLower(strings.ReplaceAll(value, "_", " "))
}
