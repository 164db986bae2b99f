package handoff

import (
	"errors"

	"channeldesk/app"
)

var errShortened = app.NewError(app.CodeIncomplete, app.Say("The webhook URL ends with a secret and is shortened.")).
	WithFix(app.Say("Switch on Include secret to get it whole.")).WithField("webhook_url")

var errNoFonts = errors.New("this sheet was not made by the service: it has no fonts")
