package channel

import (
	"context"
	"errors"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// outcome is how a try to register or to switch off ended.
type outcome struct {
	result    app.RegistrationResult
	code      app.Code
	what, fix app.Text
	field     string
	detail    string
	cause     error
	// stands is the address that the provider has afterwards, where it told. It
	// may hold a secret.
	stands string
}

// mayReplace reports whether the address that stood at the provider before may
// be gone.
func (o outcome) mayReplace(before string) bool {
	switch o.result {
	case app.ResultRefused, app.ResultNotAsked:
		return false
	case app.ResultOtherAddress:
		return o.stands != before
	}
	return true
}

// error is nil for the results that say that what was wanted stands.
func (o outcome) error(r registrar) error {
	if o.result == app.ResultRegistered || o.result == app.ResultUnregistered {
		return nil
	}
	return r.clean.err(app.NewError(o.code, o.what).WithFix(o.fix).WithField(o.field).WithDetail(o.detail).Because(o.cause))
}

// failed makes an outcome of an error, with a fix where it has none.
func failed(result app.RegistrationResult, err error, fix app.Text) outcome {
	e := app.AsError(err)
	if !e.Fix.IsEmpty() {
		fix = e.Fix
	}
	return outcome{result: result, code: e.Code, what: e.What, fix: fix, field: e.Field, detail: e.Detail, cause: err}
}

// notRead is the outcome when what stands there could not be read first.
func (r registrar) notRead(err error) outcome {
	again := app.Say("Mend that, then try again.")
	if app.ErrorCode(err) == app.CodeProviderRefused {
		return failed(app.ResultRefused, err, again)
	}
	o := failed(app.ResultNotAsked, err, app.Say("Try again."))
	if app.ErrorCode(err) == app.CodeCancelled {
		o.what = app.Say("It was stopped before {{.Provider}} was asked to change anything.", "Provider", r.d.Name)
		return o
	}
	o.what = app.Say("{{.Provider}} could not be asked what is registered now, so nothing was changed. {{.Why}}", "Provider", r.d.Name, "Why", o.what)
	return o
}

// judge compares what the provider has with what was asked.
func (r registrar) judge(ctx context.Context, e protocol.Endpoint, err error) outcome {
	if o, ended := r.unanswered(ctx, err); ended {
		return o
	}
	off := eventsOff(r.d, e)
	switch {
	case e.URL != r.cfg.WebhookURL:
		shown := hostOnly(e.URL)
		if keyIn(e.URL, r.public) == r.cfg.Channel.Key {
			shown = r.short()
		}
		what := app.Say("{{.Provider}} accepted the address, but another one stands there: {{.Address}}.", "Provider", r.d.Name, "Address", shown)
		if e.URL == "" {
			what = app.Say("{{.Provider}} accepted the address, but none stands there.", "Provider", r.d.Name)
		}
		return outcome{result: app.ResultOtherAddress, code: app.CodeProviderAnswer, what: what, stands: e.URL,
			fix: app.Say("Register again. If it stays, ask the provider which address it uses.")}
	case len(off) > 0:
		return outcome{result: app.ResultEventsOff, code: app.CodeProviderAnswer,
			what: app.Say("The address stands at {{.Provider}}, but not switched on is: {{.Events}}.", "Provider", r.d.Name, "Events", strings.Join(off, ", ")),
			fix:  app.Say("Register again, or have it switched on at the provider.")}
	}
	return outcome{result: app.ResultRegistered, what: app.Say("{{.Provider}} sends this channel's messages to its address.", "Provider", r.d.Name)}
}

// judgeOff looks whether the events are off.
func (r registrar) judgeOff(ctx context.Context, e protocol.Endpoint, err error) outcome {
	if o, ended := r.unanswered(ctx, err); ended {
		return o
	}
	if len(eventsOff(r.d, e)) < len(r.d.Events) {
		return outcome{result: app.ResultRefused, code: app.CodeProviderAnswer,
			what: app.Say("{{.Provider}} accepted it, but still sends messages.", "Provider", r.d.Name),
			fix:  app.Say("Try again, or have it switched off at the provider.")}
	}
	return outcome{result: app.ResultUnregistered, what: app.Say("The address was switched off at {{.Provider}}.", "Provider", r.d.Name)}
}

// unanswered is the outcome of a call without an answer that can be compared:
// refused, not sent, or open. An answer that came after the person stopped is
// not taken for a success.
func (r registrar) unanswered(ctx context.Context, err error) (outcome, bool) {
	switch {
	case errors.Is(err, protocol.ErrNotSent):
		o := failed(app.ResultNotAsked, err, app.Say("Try again."))
		o.what = app.Say("Nothing was sent to {{.Provider}}. {{.Why}}", "Provider", r.d.Name, "Why", o.what)
		return o, true
	case err == nil && ctx.Err() != nil:
		return r.open(ctx.Err()), true
	case err == nil:
		return outcome{}, false
	case protocol.MaybeDone(err):
		if ctx.Err() != nil && !errors.Is(err, context.Canceled) {
			err = errors.Join(ctx.Err(), err)
		}
		return r.open(err), true
	case app.ErrorCode(err) == app.CodeProviderRefused:
		return failed(app.ResultRefused, err, app.Say("Mend that, then register again.")), true
	}
	return failed(app.ResultNotAsked, err, app.Say("Mend that, then register again.")), true
}

// open is the outcome when nobody knows whether the provider took it, for the
// reason that err gives.
func (r registrar) open(err error) outcome {
	o := outcome{result: app.ResultOpen, code: app.CodeProviderUnreachable, cause: err,
		what: app.Say("{{.Provider}} did not answer in time, so it may or may not have taken the change.", "Provider", r.d.Name),
		fix:  app.Say("Look at what is registered now, and register again if it is not this address.")}
	e := app.AsError(err)
	switch {
	case err == nil:
		o.what = app.Say("{{.Provider}} was asked, and its answer was not seen.", "Provider", r.d.Name)
		return o
	case errors.Is(err, context.Canceled):
		o.code = app.CodeCancelled
		o.what = app.Say("It was stopped before {{.Provider}} answered, so it may have taken the change all the same.", "Provider", r.d.Name)
	case e.Code == app.CodeProviderAnswer:
		o.code = e.Code
		o.what = app.Say("{{.Provider}} answered something that cannot be understood, so it may or may not have taken the change.", "Provider", r.d.Name)
	case strings.HasPrefix(e.Detail, "HTTP 5"):
		o.what = app.Say("{{.Provider}} has a problem at the moment, so it may or may not have taken the change.", "Provider", r.d.Name)
	}
	o.detail = e.Detail
	return o
}
