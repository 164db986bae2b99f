package metacloud

import (
	"context"
	"net/url"

	"channeldesk/app"
)

// checkHealth asks whether messages can be sent: by the number's own state, and
// by Meta's summary over number, account, business and app.
func (r *checkRun) checkHealth(ctx context.Context) app.CheckStep {
	if s, stop := r.waits(); stop {
		return s
	}
	if r.states[stepNumber] != app.StepPassed || r.number == nil {
		return waitsFor(app.Say("Waits for the phone number"))
	}
	if s, bad := numberState(*r.number); bad {
		return s
	}
	var answer healthAnswer
	if err := r.k.get(ctx, r.k.number, url.Values{"fields": {"health_status"}}, &answer); err != nil {
		return r.refused(app.AsError(err), fieldNumber)
	}
	can := text("")
	if answer.Health != nil {
		can = answer.Health.Can
	}
	switch {
	case can == "BLOCKED":
		return r.blocked(answer)
	case can == "LIMITED":
		return r.limited(answer)
	case can == "AVAILABLE", r.number.Status == "CONNECTED":
		return r.connected()
	}
	return unknown(app.NewError(app.CodeProviderAnswer, app.Say("Meta did not say whether messages can be sent.")).
		WithFix(app.Say("Try again later.")))
}

// numberState judges what the number says of itself. Unknown words are taken
// calmly.
func numberState(n numberAnswer) (app.CheckStep, bool) {
	if n.Platform == "NOT_APPLICABLE" || n.Status == "PENDING" {
		return failed(fieldNumber, notRegistered.what, notRegistered.fix), true
	}
	support := restricted.fix
	choose := app.Say("Choose a number that is in use, or ask the client's Meta admin.")
	switch n.Status {
	case "BANNED":
		return failed(fieldNumber, app.Say("Meta has banned this number. Nothing can be sent."), support), true
	case "RESTRICTED":
		return failed(fieldNumber, app.Say("Meta has restricted this number. Conversations cannot be started."), support), true
	case "DISCONNECTED", "OFFLINE":
		return failed(fieldNumber, app.Say("The number is not connected to Meta's cloud at the moment."), notRegistered.fix), true
	case "MIGRATED":
		return failed(fieldNumber, app.Say("The number was moved to another account."), choose), true
	case "DELETED":
		return failed(fieldNumber, app.Say("The number was deleted from the account."), choose), true
	}
	return app.CheckStep{}, false
}

// connected passes, with a warning where something needs a look.
func (r *checkRun) connected() app.CheckStep {
	quality := app.Say("Check with the client which messages people block or report. WhatsApp Manager shows the reasons.")
	n := *r.number
	switch {
	case n.Status == "FLAGGED" || n.Quality == "RED":
		return warned(app.Say("Messages can be sent, but the quality of the number is low. Meta may limit it."), quality)
	case n.Status == "RATE_LIMITED":
		return warned(app.Say("Messages can be sent, but the number has reached its limit for now."), app.Say("Wait until tomorrow, or send less."))
	case n.NameStatus == "DECLINED" || n.NameStatus == "EXPIRED":
		return warned(app.Say("Messages can be sent, but Meta did not approve the display name."), rules[131037].fix)
	}
	return passed(app.Say("Meta sees nothing in the way"))
}

// blocked names the part that is in the way, with Meta's own remedy.
func (r *checkRun) blocked(answer healthAnswer) app.CheckStep {
	for _, part := range answer.Health.Entities {
		if part.Can != "BLOCKED" {
			continue
		}
		s := failed("", app.Say("Sending is blocked by {{.Part}}.", "Part", partOf(part.Type)),
			app.Say("Ask the client's Meta admin to look at WhatsApp Manager, which shows the reason."))
		if len(part.Errors) == 0 {
			return s
		}
		e := part.Errors[0]
		if what := r.k.metaWords(string(e.What)); what != "" {
			s.Detail = app.Say("Sending is blocked by {{.Part}}. Meta says: {{.Words}}", "Part", partOf(part.Type), "Words", what)
		}
		if solution := r.k.metaWords(string(e.Solution)); solution != "" {
			s.Fix = app.Say("Meta suggests: {{.Words}}", "Words", solution)
		}
		if e.Code != 0 {
			s.Code = (&graphError{Coded: true, Code: int64(e.Code)}).detail()
		}
		return s
	}
	return failed("", app.Say("Meta does not let this number send messages."),
		app.Say("Ask the client's Meta admin to look at WhatsApp Manager, which shows the reason."))
}

func (r *checkRun) limited(answer healthAnswer) app.CheckStep {
	for _, part := range answer.Health.Entities {
		if part.Can != "LIMITED" {
			continue
		}
		fix := app.Say("Open WhatsApp Manager to see how to lift the limit.")
		for _, info := range part.Info {
			if words := r.k.metaWords(string(info)); words != "" {
				return warned(app.Say("Messages can be sent, but {{.Part}} is limited. Meta says: {{.Words}}", "Part", partOf(part.Type), "Words", words), fix)
			}
		}
		return warned(app.Say("Messages can be sent, but {{.Part}} is limited.", "Part", partOf(part.Type)), fix)
	}
	return r.connected()
}

func partOf(entity text) app.Text {
	switch entity {
	case "PHONE_NUMBER":
		return app.Say("the phone number")
	case "WABA":
		return app.Say("the WhatsApp account")
	case "BUSINESS":
		return app.Say("the business")
	case "APP":
		return app.Say("the app")
	}
	return app.Say("a part of the account")
}
