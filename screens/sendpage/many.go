package sendpage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// many is the view that sends to everybody in a file. UI thread only.
type many struct {
	s        *Screen
	choice   choice
	job      recipients.Job // what the latest check was made with
	report   recipients.Report
	checked  bool
	optedOut func(string) bool
	findings []bulk.Finding

	pick     *pick
	file     *fileCard
	fileRow  *fyne.Container
	match    *matchCard
	problems *problemCard
	preview  *preview
	panel    *panel
	content  *fyne.Container

	opening, checking, looking, storing kit.Task
}

func newMany(s *Screen) *many {
	m := &many{s: s}
	m.choice.setTemplate(app.Template{})
	m.choice.match()
	m.pick = newPick(m.takeTemplate)
	m.file = newFileCard(func() { s.deps.Browse([]string{".csv", ".txt", ".tsv"}, m.open) }, m.saveSample, m.stopReading)
	m.match = newMatchCard(m)
	m.problems = newProblemCard(m)
	m.preview = newPreview(s, lang.L("First message"))
	m.panel = newPanel(m)
	m.fileRow = kit.Stack()
	m.place(false)
	form := kit.Col(16, s.modeRow(viewMany), kit.NewCard(m.fileRow), m.match.card, kit.Grow(m.problems.card))
	m.content = kit.FormBeside(form, actionColumn(m.preview.card, m.panel.card), formWidth, panelMin)
	return m
}

// place puts template and file side by side, or below each other while there is no
// file and the place for dropping one is large.
func (m *many) place(beside bool) {
	var inside fyne.CanvasObject = kit.Col(16, m.pick.field, m.file.content)
	if beside {
		inside = kit.Uneven(16, 228, 264, 346, m.pick.field, m.file.content)
	}
	m.fileRow.Objects = []fyne.CanvasObject{kit.Pad(12, 16, 12, 16, inside)}
	m.fileRow.Refresh()
}

// take shows what was read of the place.
func (m *many) take() {
	got := m.s.got
	m.choice.country = got.view.Agent.Country
	m.pick.setTemplates(got.templates, got.view.Declaration.Name)
	m.panel.suggest()
	m.panel.show()
	if m.checked {
		m.preflight()
	}
}

// leave ends what only reads; storing goes on.
func (m *many) leave() {
	m.looking.Cancel()
	m.stopReading()
}

// forget drops what belongs to another place.
func (m *many) forget() { m.clear() }

// clear begins anew.
func (m *many) clear() {
	m.opening.Cancel()
	m.checking.Cancel()
	m.looking.Cancel()
	m.closeFile()
	m.pick.clear()
	m.panel.when.SetValue(whenNow)
	m.panel.moment.SetMoment(nextMorning(m.s.clock.Now()))
	m.panel.show()
}

// closeFile takes the file away.
func (m *many) closeFile() {
	m.choice.setFile(nil)
	m.report, m.checked, m.findings = recipients.Report{}, false, nil
	m.file.showProblem("")
	m.file.showNone()
	m.place(false)
	m.show()
}

func (m *many) takeTemplate(t app.Template) {
	same := m.choice.template.ID == t.ID
	m.choice.setTemplate(t)
	if same {
		m.preview.template = t
		return
	}
	m.changed()
}

// open reads a file that was chosen or dropped.
func (m *many) open(path string) {
	m.problems.closeEdit()
	m.file.showProblem("")
	kit.Start(&m.opening, m.s.ctx, func(context.Context) (*recipients.File, error) { return recipients.Open(path) }, func(f *recipients.File, err error) {
		if err != nil {
			m.file.showProblem(frame.ErrorText(err))
			m.s.content.Refresh()
			return
		}
		m.choice.setFile(f)
		m.checked, m.preview.at = false, 0
		m.unfind()
		m.place(true)
		m.changed()
	})
}

// checkResult is what reading the file gave.
type checkResult struct {
	report   recipients.Report
	optedOut func(string) bool
}

// readingShows is how long reading may take before its progress shows.
const readingShows = 300 * time.Millisecond

// changed reads the file anew, with what was chosen.
func (m *many) changed() {
	m.show()
	f := m.choice.file
	if f == nil {
		return
	}
	job, at, told := m.choice.job(), m.s.at, time.Now()
	began := told
	if !m.checked {
		m.file.showReading(f.Name, 0, 0)
	}
	kit.Start(&m.checking, m.s.ctx, func(ctx context.Context) (r checkResult, err error) {
		if r.optedOut, err = m.s.deps.Bulk.OptedOut(ctx, at.Agent, at.Environment); err != nil {
			return r, err
		}
		job := job
		job.OptedOut = r.optedOut
		r.report, err = recipients.Check(ctx, f, job, func(bytes int64, rows int) {
			now := time.Now()
			if now.Sub(began) < readingShows || now.Sub(told) < 100*time.Millisecond {
				return
			}
			told = now
			kit.Do(func() {
				if ctx.Err() == nil {
					m.file.showReading(f.Name, rows, share(bytes, f.Size))
				}
			})
		})
		return r, err
	}, func(r checkResult, err error) { m.takeCheck(job, r, err) })
}

func share(part, all int64) float64 {
	if all <= 0 {
		return 0
	}
	return min(float64(part)/float64(all), 1)
}

func (m *many) takeCheck(job recipients.Job, r checkResult, err error) {
	if err != nil {
		m.closeFile()
		m.file.showProblem(frame.ErrorText(err))
		m.s.content.Refresh()
		return
	}
	m.job, m.report, m.optedOut, m.checked = job, r.report, r.optedOut, true
	m.file.showFile(m.choice.file.Name, r.report.Rows)
	m.show()
	m.preflight()
}

// stopReading gives a file up that is being read.
func (m *many) stopReading() {
	m.opening.Cancel()
	m.checking.Cancel()
	if m.choice.file != nil && !m.checked {
		m.closeFile()
	} else if m.checked {
		m.file.showFile(m.choice.file.Name, m.report.Rows)
	}
}

// show draws everything that depends on the file and the template.
func (m *many) show() {
	c := &m.choice
	m.match.show()
	m.problems.show(m.report, m.checked && c.file != nil && c.template.ID != 0)
	rows, all := m.report.First, m.report.Ready
	if !m.checked || len(m.job.Needs) != len(c.needs)-len(c.missing()) {
		rows, all = nil, 0
	}
	m.preview.showRows(c.template, m.job.Needs, rows, all)
	m.panel.show()
	if m.s.stage != nil && m.s.stage.State() == kit.StageReady {
		m.s.content.Refresh()
	}
}

// reading reports whether a file was chosen and is not read yet.
func (m *many) reading() bool { return m.choice.file != nil && !m.checked }

// order is what is asked for.
func (m *many) order() bulk.Order {
	pace, _ := m.panel.pacing()
	o := bulk.Order{Agent: m.s.at.Agent, Environment: m.s.at.Environment, Template: m.choice.template.ID, File: m.choice.file, Job: m.job, Pace: pace,
		DueAt: m.panel.due(), Zone: m.s.deps.Zone, FailLimit: m.panel.limit}
	if m.panel.trial {
		o.Trial = bulk.UsualTrial
	}
	if o.FailLimit > 0 {
		o.FailSpan = bulk.UsualSpan
	}
	o.Job.OptedOut = m.optedOut
	if m.checked {
		found := m.report
		o.Checked = &found
	}
	return o
}

// unfind forgets what was found for something else.
func (m *many) unfind() {
	m.looking.Cancel()
	if len(m.findings) > 0 {
		m.findings = nil
		m.panel.show()
		m.s.content.Refresh()
	}
}

// preflight looks at what may go wrong.
func (m *many) preflight() {
	m.panel.zone.SetText(zoneText(m.s.deps.Zone, m.panel.moment.Moment()))
	if !m.checked || m.choice.template.ID == 0 || len(m.choice.missing()) > 0 || !m.s.maySend {
		m.unfind()
		return
	}
	o := m.order()
	kit.Start(&m.looking, m.s.ctx, func(ctx context.Context) ([]bulk.Finding, error) { return m.s.deps.Bulk.Preflight(ctx, o) }, func(list []bulk.Finding, err error) {
		if err != nil {
			m.unfind() // sending says the same
			return
		}
		m.findings = list
		m.panel.show()
		m.s.content.Refresh()
	})
}
