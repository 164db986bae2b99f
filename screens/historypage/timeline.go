package historypage

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// opened is a message with what belongs to it, as it was read for the drawer.
type opened struct {
	message  app.Message
	attempts []app.Attempt
	template *app.Template // nil for texts, and when it is gone
	by       string        // the API key or the bulk send that it belongs to
	file     string        // that the bulk send was made of
	provider string
	cost     paid
}

// steps tells what happened to a message, the earliest first.
func (o opened) steps() []kit.Step {
	m := o.message
	at := func(t time.Time) string { return stepTime(t, m.CreatedAt) }
	out := []kit.Step{{Token: kit.StateQueued, Ring: true, Title: lang.L("Queued"), At: at(m.CreatedAt), Detail: o.from()}}
	if m.Status == app.MessageHeld {
		out[0].Title = lang.L("Waiting for its bulk send")
	}
	for i, a := range o.attempts {
		if s, ok := o.attempt(a, i == len(o.attempts)-1); ok {
			s.At = at(a.StartedAt)
			out = append(out, s)
		}
	}
	if !m.AcceptedAt.IsZero() {
		s := kit.Step{Token: kit.StateSent, Title: lang.L("Sent to {{.Provider}}", map[string]any{"Provider": o.provider}), At: at(m.AcceptedAt)}
		if n := len(o.attempts); n > 1 {
			s.Detail = lang.L("At try {{.N}}", map[string]any{"N": n})
		}
		out = append(out, s)
	}
	for _, s := range []struct {
		at   time.Time
		step kit.Step
	}{
		{m.SentAt, kit.Step{Token: kit.StateSent, Title: lang.L("On its way to WhatsApp")}},
		{m.DeliveredAt, kit.Step{Token: kit.StateDelivered, Title: lang.L("Delivered")}},
		{m.ReadAt, kit.Step{Token: kit.StateRead, Title: lang.L("Read")}},
		{m.FailedAt, kit.Step{Token: kit.StateFailed, Title: lang.L("Failed"), Bad: true}},
	} {
		if !s.at.IsZero() {
			s.step.At = at(s.at)
			out = append(out, s.step)
		}
	}
	return append(out, o.end()...)
}

// end is the present state, when no time tells of it.
func (o opened) end() []kit.Step {
	m := o.message
	word, tok, ring := statusLook(m.Status)
	switch {
	case m.Status == app.MessageFailed && m.FailedAt.IsZero(), m.Status == app.MessageRead && m.ReadAt.IsZero(), m.Status == app.MessageDelivered && m.DeliveredAt.IsZero():
		return []kit.Step{{Token: tok, Title: word, Bad: m.Status == app.MessageFailed}}
	case m.Status == app.MessageUnknown, m.Status == app.MessageCancelled, m.Status == app.MessageSending:
		return []kit.Step{{Token: tok, Ring: ring, Title: word}}
	case m.Status == app.MessageQueued && m.DueAt.After(m.CreatedAt.Add(time.Minute)):
		return []kit.Step{{Token: tok, Ring: true, Title: lang.L("To be sent"), At: stepTime(m.DueAt, m.CreatedAt)}}
	}
	return nil
}

// attempt is a try that did not lead to anything else in the list.
func (o opened) attempt(a app.Attempt, last bool) (kit.Step, bool) {
	s := kit.Step{Token: kit.StateSent, Ring: true, Title: lang.L("Try {{.N}}", map[string]any{"N": a.Number}), Detail: frame.T(a.What)}
	switch a.Outcome {
	case app.AttemptAccepted:
		return s, false
	case app.AttemptRefused:
		if last && o.message.Status == app.MessageFailed {
			return s, false // the reason stands below
		}
		s.Token = kit.StateFailed
	case app.AttemptOpen:
		s.Token = kit.Warn
		if s.Detail == "" {
			s.Detail = lang.L("Nobody knows whether it went out.")
		}
	case app.AttemptSlow:
		if s.Detail == "" {
			s.Detail = lang.L("The provider asked to slow down.")
		}
	case app.AttemptNotSent:
		if s.Detail == "" {
			s.Detail = lang.L("It did not leave this computer.")
		}
	case app.AttemptRunning:
		return s, false
	}
	return s, true
}

// from says what asked for the message.
func (o opened) from() string {
	m := o.message
	switch {
	case m.Source == app.SourceAPI && o.by != "":
		return lang.L("From API key {{.Name}}", map[string]any{"Name": o.by})
	case m.Source == app.SourceAPI:
		return lang.L("From the API")
	case m.Source == app.SourceBulk && o.by != "":
		return lang.L("From bulk send {{.Name}}, row {{.N}} of {{.File}}", map[string]any{"Name": o.by, "N": kit.Number(m.BulkRow), "File": o.file})
	case m.Source == app.SourceBulk:
		return lang.L("From a bulk send")
	case m.Source == app.SourceSession:
		return lang.L("From session behaviour")
	case m.Source == app.SourceCommand:
		return lang.L("From the command line")
	case m.Again != "":
		return lang.L("Sent again from this window")
	}
	return lang.L("From this window")
}

// stepTime is a time to the second, with its day when that is another one than the
// message's.
func stepTime(t, made time.Time) string {
	if day(t).Equal(day(made)) {
		return t.Local().Format("15:04:05")
	}
	return shortDay(t, made) + " " + t.Local().Format("15:04")
}
