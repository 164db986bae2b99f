package notify

import (
	"errors"
	"regexp"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// reach is how far the trouble of one message goes.
type reach int

const (
	thisMessage reach = iota
	thisPerson        // others are not affected
	thisChannel       // nothing passes for a while
	untilMended       // nothing passes until somebody changes something
)

// verdict is how one try ended.
type verdict struct {
	outcome app.AttemptOutcome
	sent    protocol.Sent
	err     *app.Error
	reach   reach
	// wait is how long the provider asked to wait; 0 when it named no time.
	wait time.Duration
	// again is when to try again by the clock, where that is known already.
	again time.Time
	// left is the steady time at which the call began; zero when none did.
	left time.Time
	// revision is the channel's that was used.
	revision int64
}

// pairLimit is WhatsApp's own code for too many messages to one person; all
// providers pass it on.
const pairLimit = "131056"

// judge says what an answer of the provider means.
func judge(sent protocol.Sent, err error, d protocol.Declaration) verdict {
	if err == nil {
		return verdict{outcome: app.AttemptAccepted, sent: sent}
	}
	v := verdict{err: app.AsError(err), wait: askedWait(err)}
	switch v.err.Code {
	case protocol.CodeSlowDown:
		v.outcome, v.reach = app.AttemptSlow, thisChannel
		if v.err.Field == "to" || code(v.err) == pairLimit {
			v.reach = thisPerson
		}
		return v
	case app.CodeProviderRefused, app.CodeIncomplete:
		v.outcome = app.AttemptRefused
		if isSetting(d, v.err.Field) {
			v.outcome, v.reach = app.AttemptNotSent, untilMended
		}
		return v
	}
	switch {
	case protocol.MaybeDone(err):
		v.outcome = app.AttemptOpen
	case errors.Is(err, protocol.ErrNotSent):
		v.outcome, v.reach = app.AttemptNotSent, thisChannel
	default:
		v.outcome = app.AttemptRefused
	}
	return v
}

// isSetting reports whether a refusal is about the channel's own values: then no
// message passes.
func isSetting(d protocol.Declaration, field string) bool {
	if field == "" {
		return false
	}
	_, isField := d.Field(field)
	_, isSecret := d.Secret(field)
	return isField || isSecret
}

// judgeChannel says what it means that the channel could not be read.
func judgeChannel(err error) verdict {
	v := verdict{outcome: app.AttemptNotSent, err: app.AsError(err), reach: thisChannel}
	switch v.err.Code {
	case app.CodeSecretsUnavailable, app.CodeSecretMissing, app.CodeIncomplete, app.CodeInvalid:
		v.reach = untilMended
	}
	return v
}

const askedWaitMax = 24 * time.Hour

// askedWait is the time that the provider named, where the error carries it.
func askedWait(err error) time.Duration {
	var r interface{ RetryAfter() time.Duration }
	if !errors.As(err, &r) {
		return 0
	}
	return min(max(r.RetryAfter(), 0), askedWaitMax)
}

// codeInDetail finds the provider's code in what support gets to read, as in
// "Meta code 131026/2494010, trace AbC" and "HTTP 422, Qontak code 1006".
var codeInDetail = regexp.MustCompile(`\bcode ([0-9A-Za-z_.-]{1,64})`)

// code is the provider's own code where it told one, and nothing else: programs
// compare it.
func code(e *app.Error) string {
	if found := codeInDetail.FindStringSubmatch(e.Detail); found != nil {
		return found[1]
	}
	return string(e.Code)
}

// end is the verdict as it is kept.
func (v verdict) end(m app.Message, now time.Time) app.AttemptEnd {
	end := app.AttemptEnd{
		Message: m.ID, Attempt: m.Attempts, At: now, Outcome: v.outcome, ProviderID: v.sent.MessageID, Reference: v.sent.Reference, Again: v.again,
	}
	switch {
	case v.err != nil:
		end.Code, end.Reason, end.Fix = code(v.err), v.err.What, v.err.Fix
	case v.sent.Held:
		end.Reason = app.Say("The provider accepted the message and keeps it back for now.")
	}
	return end
}
