package sendpage

import (
	"context"
	"io"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// ask plans the bulk send; in Published it asks first.
func (m *many) ask() {
	p := m.panel
	if p.send.Disabled() || p.send.Busy() || m.tellMissing() {
		return
	}
	if due := p.due(); !due.IsZero() && !due.After(m.s.clock.Now()) {
		p.moment.SetError(lang.L("This time is over."))
		return
	}
	o := m.order()
	if m.s.at.Environment != app.Published {
		m.store(o)
		return
	}
	kit.Confirm(m.s.shell.Window(), kit.ConfirmOptions{
		Title: m.confirmTitle(o), Text: m.confirmText(o), Keep: lang.L("Not yet"), Do: p.send.Text(), OnDo: func() { m.store(o) },
	})
}

// tellMissing says what is still missing, at the place where it is given, and
// reports whether there is something.
func (m *many) tellMissing() bool {
	c, gone := &m.choice, m.choice.missing()
	_, wrong := m.panel.pacing()
	switch {
	case c.template.ID == 0:
		m.pick.field.SetError(lang.L("Choose a template first."))
		m.pick.field.Focus()
	case c.file == nil:
		m.file.showProblem(lang.L("Choose a file with recipients first."))
		m.file.focus()
	case len(gone) > 0:
		m.match.focus(gone[0])
	case m.report.Ready == 0:
		m.file.showProblem(lang.L("No row of this file can be sent to. Mend the rows with a problem, or choose another file."))
		m.file.focus()
	case wrong != "":
		m.panel.own.Focus()
	default:
		return false
	}
	m.s.content.Refresh()
	return true
}

func (m *many) confirmTitle(o bulk.Order) string {
	n := m.report.Ready
	if o.DueAt.IsZero() {
		return plural(n, "Send to 1 real customer?", "Send to {{.N}} real customers?")
	}
	return plural(n, "Schedule 1 message to a real customer?", "Schedule {{.N}} messages to real customers?")
}

// confirmText names what happens, in numbers.
func (m *many) confirmText(o bulk.Order) string {
	v := m.s.got.view
	when := lang.L("now")
	if !o.DueAt.IsZero() {
		when = frame.When(o.DueAt, m.s.clock.Now())
		if when == frame.Date(o.DueAt) {
			when += " " + o.DueAt.Local().Format("15:04")
		}
		when = lowerDay(when) + ", " + zoneText(o.Zone, o.DueAt)
	}
	parts := []string{
		say("{{.Template}} goes to {{.N}} people from {{.Number}}.", "Template", m.choice.template.Name, "N", kit.Number(m.report.Ready), "Number", unbroken(app.FormatPhone(v.Channel.AccountCode))),
		say("It begins {{.When}}, at {{.Rate}}, and takes about {{.Takes}}.", "When", when, "Rate", rate(o.Pace), "Takes", lower(lasts(bulk.Takes(m.report.Ready, o.Pace)))),
	}
	if o.Trial > 0 && m.report.Ready > o.Trial {
		parts = append(parts, say("The first {{.N}} go alone.", "N", o.Trial), frame.T(bulk.TrialText(m.s.got.sending.NoArrival)))
	}
	if wrong := m.report.Wrong(); wrong > 0 {
		parts = append(parts, plural(wrong, "1 row with a problem is left out.", "{{.N}} rows with a problem are left out."))
	}
	for _, f := range m.findings {
		if f.Level != bulk.Fine || f.ID == bulk.FindCost && f.Cost != nil && f.Cost.Priced > 0 {
			parts = append(parts, frame.T(f.What))
		}
	}
	return strings.Join(append(parts, lang.L("What was sent cannot be called back.")), " ")
}

// store stores the bulk send, and shows it. It goes on when the page is left.
func (m *many) store(o bulk.Order) {
	p, at, all := m.panel, m.s.at, m.report.Ready
	p.send.SetBusy(true)
	var told time.Time
	kit.Start(&m.storing, context.WithoutCancel(m.s.ctx), func(ctx context.Context) (app.BulkSend, error) {
		return m.s.deps.Bulk.Prepare(ctx, o, func(done, all int) {
			if now := time.Now(); now.Sub(told) >= 100*time.Millisecond {
				told = now
				kit.Do(func() { p.showStoring(done, all) })
			}
		})
	}, func(b app.BulkSend, err error) {
		p.send.SetBusy(false)
		p.showStoring(0, 0)
		if err != nil {
			m.refused(err)
			return
		}
		if at != m.s.at {
			return
		}
		m.clear()
		m.s.shell.Toast(kit.KindOK, stored(b, all, m.s.clock.Now()), "", nil)
		m.s.shell.Go(frame.SendProgress, frame.BulkPart(b.ID))
	})
}

func stored(b app.BulkSend, n int, now time.Time) string {
	if b.DueAt.After(now.Add(time.Minute)) {
		return plural(n, "1 message is scheduled", "{{.N}} messages are scheduled")
	}
	return plural(n, "1 message is on its way", "{{.N}} messages are on their way")
}

// refused shows why nothing was planned, where it can be mended.
func (m *many) refused(err error) {
	switch text := frame.ErrorText(err); app.AsError(err).Field {
	case "template":
		m.pick.field.SetError(text)
	case "file":
		m.file.showProblem(text)
	case "due_at":
		m.panel.moment.SetError(text)
	case "pace":
		m.panel.own.SetError(text)
	default:
		m.s.shell.ShowError(err)
	}
	m.panel.show()
	m.s.content.Refresh()
}

// saveSample writes a file to begin with.
func (m *many) saveSample() {
	needs, name, examples := m.choice.needs, "recipients.csv", examplesOf(m.choice.template)
	if m.choice.template.ID != 0 {
		name = m.choice.template.Name + "-recipients.csv"
	}
	m.s.shell.SaveFile(name, func(_ context.Context, w io.Writer) error { return recipients.WriteSample(w, needs, examples, ',') }, func(path string, err error) {
		if err == nil && path != "" {
			m.s.shell.Toast(kit.KindOK, lang.L("Sample file saved"), lang.L("Open"), func() { m.s.shell.OpenFile(path) })
		}
	})
}

// askTest sends the row that is shown to the member's own phone first.
func (m *many) askTest() {
	values := m.preview.values()
	if values == nil {
		values = examplesOf(m.choice.template)
	}
	m.s.askTest(m.choice.template, values)
}
