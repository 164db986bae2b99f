package metacloud

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
)

const (
	scopeManage  = "whatsapp_business_management"
	scopeMessage = "whatsapp_business_messaging"

	day       = 24 * time.Hour
	warnDays  = 14
	alarmDays = 3
)

// checkToken looks the token up and judges it.
func (r *checkRun) checkToken(ctx context.Context) app.CheckStep {
	if s, stop := r.missing(secretToken); stop {
		return s
	}
	r.in = r.k.inspect(ctx)
	if r.in.token != nil {
		return r.judgeToken(r.in.token)
	}
	e := r.in.tokenErr
	if !isRefusal(e, 100, 10, 200) {
		return r.refused(e, secretToken)
	}
	// The token may not look at itself. That it opens anything shows that it lives.
	var me accountAnswer
	if err := r.k.get(ctx, "me", url.Values{"fields": {"id"}}, &me); err != nil {
		return r.refused(app.AsError(err), secretToken)
	}
	r.report.Secrets[secretToken] = app.SecretFacts{Verified: true}
	return warned(app.Say("Meta accepted it a moment ago, but does not show its permissions or its end."),
		app.Say("Enter the App ID and the App Secret: with them Meta tells more."))
}

func (r *checkRun) judgeToken(d *tokenData) app.CheckStep {
	r.fact("token_type", d.Type)
	r.fact("token_app_id", d.AppID)
	r.fact("token_app_name", d.App)
	expires, access := moment(d.Expires), moment(d.DataAccess)
	facts := app.SecretFacts{ExpiresAt: expires, NeverExpires: bool(d.Valid) && d.Expires == 0}
	if !d.Valid {
		r.report.Secrets[secretToken] = facts
		return r.deadToken(d, expires)
	}
	if r.k.appID != "" && d.AppID != "" && string(d.AppID) != r.k.appID {
		r.report.Secrets[secretToken] = facts
		return r.foreignToken(d)
	}
	if !access.IsZero() && !access.After(r.now) {
		r.report.Secrets[secretToken] = facts
		return failed(secretToken, app.Say("The access token may not read anything any more since {{.Date}}.", "Date", app.Day(access)),
			app.Say("The person who made it must agree again. A system user token has no such end: ask the client's Meta admin for one."))
	}
	if strings.EqualFold(string(d.Type), "APP") {
		return failed(secretToken, app.Say("This is the app's own token. It cannot send messages."),
			app.Say("Ask the client's Meta admin to make a token for a system user."))
	}
	facts.Verified = true
	r.report.Secrets[secretToken] = facts
	return r.livingToken(d, expires, access)
}

func (r *checkRun) livingToken(d *tokenData, expires, access time.Time) app.CheckStep {
	lasting := app.Say("A system user token does not expire. Ask the client's Meta admin to create one.")
	if strings.EqualFold(string(d.Type), "USER") {
		what := app.Say("Meta accepted it, but it is a person's own token, good only for a trial.")
		if !expires.IsZero() {
			what = app.Say("Meta accepted it, but it is a person's own token, good only for a trial. It ends on {{.Date}}.", "Date", app.Day(expires))
		}
		return warned(what, lasting)
	}
	if n, on := r.daysTo(expires); on {
		if n <= alarmDays {
			return warned(app.Say("It ends very soon: on {{.Date}}, days left: {{.N}}. After that nothing is sent.", "Date", app.Day(expires), "N", n),
				app.Say("Replace it today. A system user token does not expire: ask the client's Meta admin to create one."))
		}
		return warned(app.Say("It ends on {{.Date}}, days left: {{.N}}.", "Date", app.Day(expires), "N", n), lasting)
	}
	if n, on := r.daysTo(access); on {
		return warned(app.Say("It may read data only until {{.Date}}, days left: {{.N}}.", "Date", app.Day(access), "N", n), lasting)
	}
	if !expires.IsZero() {
		return passed(app.Say("Meta accepted it a moment ago. It ends on {{.Date}}.", "Date", app.Day(expires)))
	}
	return passed(app.Say("Meta accepted it a moment ago"))
}

// daysTo counts started days up to a moment that is near enough to warn.
func (r *checkRun) daysTo(t time.Time) (days int, near bool) {
	if t.IsZero() {
		return 0, false
	}
	days = int(math.Ceil(float64(t.Sub(r.now)) / float64(day)))
	return days, days <= warnDays
}

func (r *checkRun) deadToken(d *tokenData, expires time.Time) app.CheckStep {
	s := failed(secretToken, badToken.what, badToken.fix)
	var subcode int64
	if d.Error != nil {
		subcode = int64(d.Error.Subcode)
		s.Code = (&graphError{Coded: true, Code: int64(d.Error.Code), Subcode: subcode}).detail()
	}
	switch {
	case !expires.IsZero() && !expires.After(r.now):
		s.Detail = app.Say("Meta refused the access token. It ended on {{.Date}}.", "Date", app.Day(expires))
		s.Fix = app.Say("Replace it, then check again. A system user token does not expire: ask the client's Meta admin to create one.")
	case subcode != 0:
		s.Detail = tokenRefused(subcode)
	}
	return s
}

func (r *checkRun) foreignToken(d *tokenData) app.CheckStep {
	id, name := r.k.clean(string(d.AppID)), r.k.clean(string(d.App))
	if name == "" {
		name = id
	}
	return failed(fieldApp,
		app.Say("The access token belongs to another app: {{.Name}}, App ID {{.ID}}.", "Name", name, "ID", id),
		app.Say("If that is the right app, enter {{.ID}} as the App ID, and its App Secret. Otherwise ask the client's Meta admin for a token of this app.", "ID", id))
}

// checkPermissions compares the scopes with what the program does.
func (r *checkRun) checkPermissions(context.Context) app.CheckStep {
	if s, stop := r.waits(); stop {
		return s
	}
	d := r.in.token
	if d == nil && r.in.tokenErr != nil && r.in.tokenErr.Code != app.CodeProviderRefused {
		return unknown(r.in.tokenErr)
	}
	if d == nil {
		return unknown(app.NewError(app.CodeProviderAnswer, app.Say("Meta did not show the permissions of the access token.")).
			WithFix(app.Say("Enter the App ID and the App Secret: with them Meta tells more.")))
	}
	var lacking []string
	for _, scope := range []string{scopeManage, scopeMessage} {
		if !d.allows(scope) {
			lacking = append(lacking, scope)
		}
	}
	if len(lacking) > 0 {
		names := strings.Join(lacking, ", ")
		return failed(secretToken, lackingText(lacking, names),
			app.Say("Ask the client's Meta admin to make a new token for the system user and to tick {{.Names}}.", "Names", names))
	}
	if r.k.waba != "" {
		for _, scope := range []string{scopeManage, scopeMessage} {
			if ids := d.targets(scope); len(ids) > 0 && !slices.Contains(ids, r.k.waba) {
				return failed(fieldWABA,
					app.Say("The access token is for other WhatsApp accounts, not for {{.ID}}.", "ID", r.k.waba),
					app.Say("Choose the number from the list, or ask the client's Meta admin to assign this WhatsApp account to the system user and to make a new token."))
			}
		}
	}
	return passed(app.Say("Can send messages and manage templates"))
}

func lackingText(lacking []string, names string) app.Text {
	switch {
	case len(lacking) == 2:
		return app.Say("The access token can neither send messages nor manage templates. It lacks {{.Names}}.", "Names", names)
	case lacking[0] == scopeManage:
		return app.Say("The access token cannot manage templates, numbers or the webhook. It lacks {{.Names}}.", "Names", names)
	}
	return app.Say("The access token cannot send messages. It lacks {{.Names}}.", "Names", names)
}
