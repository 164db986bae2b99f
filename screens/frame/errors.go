package frame

import (
	"errors"
	"strings"

	"channeldesk/app"
	"channeldesk/app/channel"
)

// ErrorText is an error in one translated line: what happened and what to do.
func ErrorText(err error) string {
	e := app.AsError(err)
	if e == nil {
		return ""
	}
	return strings.TrimSpace(T(e.What) + " " + T(e.Fix))
}

// Problems gives the errors by field; those without a field stand under "".
func Problems(err error) map[string]*app.Error {
	if err == nil {
		return nil
	}
	out := map[string]*app.Error{}
	var many *channel.Invalid
	if errors.As(err, &many) {
		for _, p := range many.Problems {
			if out[p.Field] == nil {
				out[p.Field] = p
			}
		}
		return out
	}
	e := app.AsError(err)
	out[e.Field] = e
	return out
}

// Details is what "Copy details" gives to support: code, sentence, the
// provider's own code. No cause: that is for the log.
func Details(err error) string {
	e := app.AsError(err)
	if e == nil {
		return ""
	}
	s := "Channel Desk\n" + e.What.String()
	if !e.Fix.IsEmpty() {
		s += "\n" + e.Fix.String()
	}
	s += "\nCode: " + string(e.Code)
	if e.Field != "" {
		s += "\nField: " + e.Field
	}
	if e.Detail != "" {
		s += "\n" + e.Detail
	}
	return s
}
