package qontak

import (
	"context"

	"channeldesk/app"
)

// checkChannel looks for the channel in the list, and finds out what the ID is
// when it is not there.
func (r *checkRun) checkChannel(ctx context.Context) app.CheckStep {
	if s, stop := r.waits(); stop {
		return s
	}
	if e := r.k.needChannel(); e != nil {
		return app.CheckStep{State: app.StepSkipped, Detail: e.What, Field: e.Field}
	}
	for i := range r.list {
		if string(r.list[i].ID) == r.k.channel {
			return r.judgeChannel(r.list[i])
		}
	}
	what, e := r.k.identify(ctx, r.k.channel, r.list)
	if e != nil {
		return r.refused(e, fieldChannel)
	}
	choose := app.Say("Choose the channel from the list.")
	if len(r.list) == 0 {
		choose = app.Say("Ask the client's Qontak admin whether the sign-in is of the right organisation.")
	}
	switch what.kind {
	case kindChannel:
		return r.judgeChannel(what.channel)
	case kindOrganisation:
		return failed(fieldChannel, app.Say("This is the ID of the Qontak organisation, not of a channel."), choose)
	case kindTemplate:
		return failed(fieldChannel, app.Say("This is the ID of the template {{.Name}}, not of a channel.", "Name", what.name), choose)
	case kindNothing:
	}
	return failed(fieldChannel, app.Say("The channel is not in this organisation: Qontak does not know the ID, or it belongs to another organisation."), choose)
}

// judgeChannel looks at what Qontak tells of the channel.
func (r *checkRun) judgeChannel(i integration) app.CheckStep {
	name := r.k.nameOf(i)
	organisation, home := r.k.clean(string(i.Organisation)), r.k.clean(string(r.organisation()))
	if target := r.k.clean(string(i.Target)); target != "" && target != targetCloud {
		return failed(fieldChannel, app.Say("{{.Name}} is a channel of another kind: {{.Kind}}. WhatsApp Cloud is needed here.", "Name", name, "Kind", kindWords(target)),
			app.Say("Choose a channel from the list, which has the right kind only."))
	}
	if organisation != "" && home != "" && organisation != home {
		return failed(fieldChannel, app.Say("{{.Name}} belongs to another Qontak organisation than the sign-in.", "Name", name),
			app.Say("Use the sign-in of that organisation, or choose a channel from the list."))
	}
	r.found = &i
	r.fact(factOrganisation, organisation)
	r.fact(factName, r.k.clean(string(i.Settings.Name)))
	r.fact(factNumber, app.FormatPhone(i.accountCode()))
	if !i.isActive() {
		return failed(fieldChannel, app.Say("{{.Name}} is switched off in Qontak.", "Name", name),
			app.Say("Ask the client's Qontak admin to switch the channel on, or choose another one."))
	}
	return passed(app.Say("{{.Name}} is active", "Name", name))
}

// organisation is the one that all listed channels share, "" when there is none.
func (r *checkRun) organisation() text {
	var one text
	for _, i := range r.list {
		if one != "" && i.Organisation != one {
			return ""
		}
		one = i.Organisation
	}
	return one
}

func (r *checkRun) fact(name, value string) {
	if value != "" {
		r.report.Facts[name] = value
	}
}

// kindWords names a channel's kind: known ones in words, others as Qontak does.
func kindWords(target string) app.Text {
	switch target {
	case "wa":
		return app.Say("an old WhatsApp number on a server of its own")
	case "ig", "instagram":
		return app.Say("Instagram")
	case "fb", "facebook":
		return app.Say("Facebook")
	case "web_chat", "webchat":
		return app.Say("web chat")
	}
	return app.Say("{{.Kind}}", "Kind", target)
}

// checkNumber compares the channel's number with the account code.
func (r *checkRun) checkNumber(context.Context) app.CheckStep {
	if s, stop := r.waits(); stop {
		return s
	}
	code := r.c.Channel.AccountCode
	switch {
	case r.found == nil:
		return waitsFor(app.Say("Waits for the channel"))
	case code == "":
		return app.CheckStep{State: app.StepSkipped, Detail: app.Say("Enter the account code first."), Field: fieldCode}
	case r.found.accountCode() == "":
		return app.CheckStep{State: app.StepUnknown, Detail: app.Say("Qontak does not tell which number the channel has."),
			Fix: app.Say("Compare the account code with the channel in Qontak yourself.")}
	}
	shown := app.FormatPhone(r.found.accountCode())
	if !app.SamePhone(r.found.accountCode(), code) {
		return failed(fieldCode,
			app.Say("The channel has {{.Number}}, but the account code is {{.Code}}.", "Number", shown, "Code", app.FormatPhone(code)),
			app.Say("If {{.Number}} is the right number, enter it as the account code. Otherwise choose the channel again.", "Number", shown))
	}
	return passed(app.Say("{{.Number}} is the channel's number", "Number", shown))
}
