package metacloud

import (
	"context"
	"net/url"
	"strings"

	"channeldesk/app"
)

const numberFields = "id,display_phone_number,verified_name,quality_rating,code_verification_status,name_status,status," +
	"platform_type,throughput,account_mode,whatsapp_business_manager_messaging_limit,webhook_configuration"

// wrongID are the codes with which Meta refuses an id it does not know or may
// not show.
var wrongID = []int64{33, 100, 803, 131009}

// checkNumber reads the number, its account, and whether they are a pair.
func (r *checkRun) checkNumber(ctx context.Context) app.CheckStep {
	if s, stop := r.waits(); stop {
		return s
	}
	if s, stop := r.missing(fieldNumber, fieldWABA); stop {
		return s
	}
	var n numberAnswer
	if err := r.k.get(ctx, r.k.number, url.Values{"fields": {numberFields}}, &n); err != nil {
		return r.unknownID(ctx, app.AsError(err), fieldNumber, r.k.number)
	}
	if n.Display == "" {
		// An id of another kind of thing that has some of these fields.
		return r.wrongKind(ctx, fieldNumber, r.k.number)
	}
	var account accountAnswer
	if err := r.k.get(ctx, r.k.waba, url.Values{"fields": {"id,name"}}, &account); err != nil {
		return r.unknownID(ctx, app.AsError(err), fieldWABA, r.k.waba)
	}
	list, err := r.k.listAccount(ctx, r.k.waba)
	if err != nil {
		return r.unknownID(ctx, app.AsError(err), fieldWABA, r.k.waba)
	}
	name := r.k.clean(string(account.Name))
	if name == "" {
		name = r.k.waba
	}
	shown := app.FormatPhone(e164(r.k.clean(string(n.Display))))
	r.number = &n
	r.numberFacts(n, name, shown)
	if !holds(list, r.k.number) {
		return failed(fieldNumber, app.Say("{{.Number}} is not in {{.Account}}. The two IDs belong to different accounts.", "Number", shown, "Account", name),
			app.Say("Choose the number from the list, or compare both IDs with WhatsApp Manager."))
	}
	if code := r.c.Channel.AccountCode; code != "" && !app.SamePhone(string(n.Display), code) {
		return failed(fieldCode,
			app.Say("The Phone number ID stands for {{.Number}}, but the account code is {{.Code}}.", "Number", shown, "Code", app.FormatPhone(code)),
			app.Say("If {{.Number}} is the right number, enter it as the account code. Otherwise choose the number again.", "Number", shown))
	}
	return passed(app.Say("{{.Number}} is in {{.Account}}", "Number", shown, "Account", name))
}

// unknownID explains a refused id; when Meta tells what it really is, so does
// the step.
func (r *checkRun) unknownID(ctx context.Context, e *app.Error, field, id string) app.CheckStep {
	if !isRefusal(e, wrongID...) {
		return r.refused(e, field)
	}
	s := r.wrongKind(ctx, field, id)
	if s.Code == "" {
		s.Code = e.Detail
	}
	return s
}

func (r *checkRun) wrongKind(ctx context.Context, field, id string) app.CheckStep {
	f, _ := r.p.declaration.Field(field)
	kind, name, err := r.k.identify(ctx, id)
	if err != nil {
		return r.refused(err, field)
	}
	if kind != "" && kind != field {
		other, _ := r.p.declaration.Field(kind)
		return failed(field,
			app.Say("The value in {{.Label}} is not that: it is the {{.Other}} of {{.Name}}.", "Label", app.Say(f.Label), "Other", app.Say(other.Label), "Name", name),
			app.Say("Move it to {{.Other}}, and choose the number from the list.", "Other", app.Say(other.Label)))
	}
	return failed(field,
		app.Say("Meta does not know this {{.Label}}, or the access token may not see it.", "Label", app.Say(f.Label)),
		app.Say("Compare it with WhatsApp Manager. If it is right, ask the client's Meta admin to assign the WhatsApp account to the system user."))
}

func (r *checkRun) numberFacts(n numberAnswer, account, shown string) {
	r.report.Facts["account_name"] = account
	r.report.Facts["display_phone_number"] = shown
	r.fact("verified_name", n.VerifiedName)
	for name, value := range map[string]text{
		"quality": n.Quality, "messaging_limit": n.Limit, "name_status": n.NameStatus, "number_status": n.Status,
		"platform_type": n.Platform, "throughput": n.Throughput.Level, "account_mode": n.Mode,
		"code_verification_status": n.CodeStatus,
	} {
		r.fact(name, value)
	}
}

func holds(list []numberAnswer, id string) bool {
	for _, n := range list {
		if string(n.ID) == id {
			return true
		}
	}
	return false
}

// e164 reads Meta's display form, which has blanks and hyphens.
func e164(display string) string {
	if code, err := app.ParseAccountCode(display, ""); err == nil && strings.HasPrefix(strings.TrimSpace(display), "+") {
		return code
	}
	digits := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, display)
	if digits == "" {
		return ""
	}
	return "+" + digits
}
