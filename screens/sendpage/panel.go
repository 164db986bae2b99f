package sendpage

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	whenNow   = "now"
	whenLater = "later"

	paceOwn = "own"
)

// panel chooses when and how fast, and says what will happen. UI thread only.
type panel struct {
	m      *many
	when   *kit.Segmented
	moment *kit.MomentField
	zone   *kit.Line
	pace   *kit.Select
	own    *kit.TextField
	ownRow *fyne.Container
	safety *kit.Link
	trial  bool
	limit  int // percent; 0 never stops

	people, takes *kit.Line
	left          *kit.Line
	leftIcon      *kit.Icon
	leftRow       *fyne.Container
	most, charged *kit.Link
	chargedRow    *fyne.Container
	chargedBy     *kit.Cut
	cost          *costLine
	notes         *fyne.Container
	where         *fyne.Container
	send, test    *kit.Button
	storing       *fyne.Container
	stored        *kit.Cut
	bar           *kit.Progress
	card          *fyne.Container
}

func newPanel(m *many) *panel {
	p := &panel{m: m, trial: true, limit: bulk.UsualLimit, moment: kit.NewMomentField(""), zone: kit.NewLine("", kit.Caption, kit.Text3),
		people: kit.NewLine("-", kit.BodyStrong, kit.Text), takes: kit.NewLine("-", kit.BodyStrong, kit.Text),
		left: kit.NewLine("", kit.Body, kit.OkText), leftIcon: kit.NewIcon("circle-check", 14, kit.OkText), notes: kit.Col(8), where: kit.Stack()}
	p.when = kit.NewSegmented([]kit.Option{{Value: whenNow, Label: lang.L("Now")}, {Value: whenLater, Label: lang.L("Later")}})
	p.when.OnChanged = func(string) { p.show() }
	p.moment.OnChanged = func(time.Time) { p.m.preflight() }
	p.pace = kit.NewSelect("", paceOptions(paceFast))
	p.when.SetSpoken(lang.L("Start"))
	p.moment.SetSpoken(lang.L("Day and time of the start"))
	p.pace.SetSpoken(lang.L("Pace"))
	p.pace.SetValue(paceNumber(paceNormal))
	p.own = kit.NewTextField("").SelectWhole()
	p.own.SetSpoken(lang.L("Messages per second"))
	p.own.SetText(paceNumber(paceNormal))
	p.own.OnChanged = func(string) { p.show() }
	p.own.OnCommitted = func(string) { p.m.preflight() }
	p.ownRow = kit.Pad(8, 0, 0, 0, kit.RowTop(8, kit.Grow(kit.Pad(6, 0, 0, 0, kit.NewLine(lang.L("Messages per second"), kit.Body, kit.Text2))), kit.Fix(96, 0, p.own)))
	p.pace.OnChanged = func(string) { p.show(); p.m.preflight() }
	p.safety = kit.NewTextLink("", kit.PrimaryText, p.askSafety)
	p.send = kit.NewPrimary(lang.L("Send"), m.ask).Large()
	p.test = kit.NewButton(lang.L("Send a test to my phone first"), m.askTest).WithIcon("send")
	p.stored, p.bar = kit.NewCut("", kit.Caption, kit.Text2), kit.NewProgress(kit.KindInfo)
	p.storing = kit.Pad(0, 0, 12, 0, kit.Col(6, p.stored, p.bar))
	p.storing.Hide()
	p.build()
	return p
}

func (p *panel) build() {
	p.leftRow = fact(lang.L("Messaging limit left today"), kit.Row(6, p.leftIcon, p.left))
	p.leftRow.Hide()
	p.most, p.charged = kit.NewLink(lang.L("Pace"), "info", p.explainPace), kit.NewTextLink("", kit.PrimaryText, p.explainCharge)
	p.most.Label = lang.L("About the pace")
	p.chargedBy = kit.NewCut("", kit.Body, kit.Text2)
	p.chargedRow = kit.Fix(0, 28, kit.Row(8, kit.Grow(p.chargedBy), p.charged))
	p.chargedRow.Hide()
	p.cost = newCostLine(p.m.s, false)
	head := kit.Fix(0, 24, kit.Row(0, kit.NewLine(lang.L("Schedule and pace"), kit.Section, kit.Text)))
	facts := kit.Col(0,
		kit.Row(8, p.when, kit.Grow(p.moment)),
		kit.Pad(4, 0, 0, 0, p.zone),
		kit.Pad(8, 0, 0, 0, kit.Row(8, kit.Grow(kit.Row(0, p.most)), kit.Fix(208, 0, p.pace))),
		p.ownRow,
		kit.Pad(8, 0, 4, 0, kit.HLine()),
		fact(lang.L("Recipients"), p.people), fact(lang.L("Takes about"), p.takes), p.chargedRow, p.cost.row, p.leftRow, fact(lang.L("Safety"), p.safety))
	p.card = actionCard(head, facts, p.notes, kit.Col(0, p.where, p.storing, p.send, kit.Pad(8, 0, 0, 0, p.test)))
}

const (
	// previewLeast is how low the card of the preview becomes before what is below
	// it gives way, factsLeast and notesLeast how low that becomes.
	previewLeast = 140
	factsLeast   = 112
	notesLeast   = 56
)

// actionCard is the lower card of the right column: what will happen, which scrolls
// where the window is low, what is to be known before, and the buttons, which stay
// at the foot.
func actionCard(head, facts, notes, buttons fyne.CanvasObject) *fyne.Container {
	return kit.NewTightCard(kit.Grow(kit.Least(0, kit.Pad(12, 0, 16, 0, kit.Tight(0,
		kit.Pad(0, 16, 8, 16, head),
		kit.Yield(factsLeast, kit.Pad(0, 16, 0, 16, facts)),
		kit.Spring(),
		kit.Yield(notesLeast, kit.Pad(8, 16, 0, 16, notes)), kit.Pad(0, 16, 0, 16, buttons))))))
}

// actionColumn is the right column: the preview gives way to what is below it.
func actionColumn(preview, actions *fyne.Container) *fyne.Container {
	return kit.Tight(16, kit.Least(previewLeast, preview), kit.Grow(kit.Least(0, actions)))
}

// fact is one line of what will happen.
func fact(label string, value fyne.CanvasObject) *fyne.Container {
	return kit.Fix(0, 28, kit.Row(8, kit.Grow(kit.NewCut(label, kit.Body, kit.Text2)), value))
}

// pacing is the pace that is chosen; the text is what is wrong with it.
func (p *panel) pacing() (float64, string) {
	most := paceMost(p.m.s.got.sending)
	if p.pace.Value() == paceOwn {
		return parsePace(p.own.Text(), most)
	}
	return parsePace(p.pace.Value(), most)
}

// due is when it begins; zero for now.
func (p *panel) due() time.Time {
	if p.when.Value() == whenLater {
		return p.moment.Moment()
	}
	return time.Time{}
}

// suggest offers what the channel takes, and sets the time for the first time.
func (p *panel) suggest() {
	chosen, most := p.pace.Value(), paceMost(p.m.s.got.sending)
	options := paceOptions(most)
	p.pace.SetOptions(options)
	if !slices.ContainsFunc(options, func(o kit.Option) bool { return o.Value == chosen }) {
		chosen = options[len(options)-2].Value // the fastest that is offered
		p.own.SetText(chosen)
	}
	p.pace.SetValue(chosen)
	now := p.m.s.clock.Now()
	p.moment.SetEarliest(now)
	if p.moment.Moment().IsZero() {
		p.moment.SetMoment(nextMorning(now))
	}
	p.zone.SetText(zoneText(p.m.s.deps.Zone, p.moment.Moment()))
}

// show writes everything that depends on what was chosen.
func (p *panel) show() {
	s, r := p.m.s, p.m.report
	later := p.when.Value() == whenLater
	p.moment.Hidden, p.zone.Hidden = !later, !later
	p.ownRow.Hidden = p.pace.Value() != paceOwn
	pace, wrong := p.pacing()
	p.own.SetError(wrong)
	p.pace.SetFault(wrong != "" && p.pace.Value() != paceOwn)
	p.people.SetText("-")
	p.takes.SetText("-")
	if p.m.checked {
		p.people.SetText(kit.Number(r.Ready))
		if pace > 0 && r.Ready > 0 {
			p.takes.SetText(lasts(bulk.Takes(r.Ready, pace)))
		}
	}
	p.safety.SetText(p.safetyText())
	p.showWhere(s.at.Environment)
	p.showFindings()
	n := kit.Number(r.Ready)
	word := say("Send to {{.N}} people", "N", n)
	switch {
	case !p.m.checked || r.Ready == 0:
		word = lang.L("Send")
		if later {
			word = lang.L("Schedule")
		}
	case later:
		word = plural(r.Ready, "Schedule 1 message", "Schedule {{.N}} messages")
	case r.Ready == 1:
		word = lang.L("Send to 1 person")
	}
	p.send.SetText(word)
	p.send.SetDisabled(!s.maySend || p.m.reading())
	p.test.SetDisabled(p.m.choice.template.ID == 0 || !s.maySend || len(p.m.choice.missing()) > 0)
	p.card.Refresh()
}

func (p *panel) showWhere(env app.Environment) {
	kind, icon, text := kit.KindNeutral, "radio-tower", lang.L("Published: real customers will receive this.")
	if env == app.Draft {
		icon, text = "pencil-line", lang.L("Draft: everybody in the file receives this.")
	}
	p.where.Objects = []fyne.CanvasObject{kit.Pad(0, 0, 12, 0, kit.NewNote(kind, kit.NewParagraph(kit.Text2, kit.Caption, text)).SetIcon(icon))}
}

// showFindings tells what was found before sending, apart from what is fine.
func (p *panel) showFindings() {
	p.leftRow.Hide()
	p.chargedRow.Hide()
	p.notes.Objects = nil
	for _, f := range p.m.findings {
		if f.ID == bulk.FindCharge {
			p.showCharge(f)
		}
		if f.ID == bulk.FindLimit {
			p.showLeft(f)
		}
		if f.Level == bulk.Fine && f.ID != bulk.FindOptedOut {
			continue
		}
		var actions []fyne.CanvasObject
		if f.ID == bulk.FindGateway {
			actions = append(actions, kit.NewLink(lang.L("Open the settings"), "", func() { p.m.s.shell.Go(frame.Settings, frame.PartGateway) }))
		}
		p.notes.Objects = append(p.notes.Objects, kit.NewNote(noteKind(f.Level), kit.NewParagraph(kit.Text, kit.Caption, sentence(f.What, f.Fix)), actions...))
	}
	p.showCost()
	if len(p.notes.Objects) > 0 {
		p.notes.Objects = append(p.notes.Objects, kit.Fix(0, 0.01, kit.Spring()))
	}
	p.notes.Refresh()
}

func (p *panel) showLeft(f bulk.Finding) {
	text := kit.Number(f.Number)
	if f.Number < 0 {
		text = lang.L("Unlimited")
	}
	tok, icon := kit.OkText, "circle-check"
	if f.Level != bulk.Fine {
		tok, icon = kit.WarnText, "triangle-alert"
	}
	p.left.SetText(text)
	p.left.SetToken(tok)
	p.leftIcon.SetName(icon)
	p.leftIcon.SetToken(tok)
	p.leftRow.Show()
}

// showCharge says how many messages the provider charges for.
func (p *panel) showCharge(f bulk.Finding) {
	p.chargedBy.SetText(say("Charged by {{.Provider}}", "Provider", p.m.s.got.sending.Provider))
	p.charged.SetText(plural(f.Number, "1 message", "{{.N}} messages"))
	if f.Number < 0 {
		p.charged.SetText(lang.L("As in the contract"))
	}
	p.chargedRow.Show()
}

// explainCharge says why so many are charged for, and that no amount is known.
func (p *panel) explainCharge() {
	for _, f := range p.m.findings {
		if f.ID == bulk.FindCharge {
			p.explain(p.charged, sentence(f.What, f.Fix)+" "+p.amountsText())
		}
	}
}

// explainPace says whose limit the pace is.
func (p *panel) explainPace() {
	s := p.m.s.got.sending
	text := sentence(s.Why, s.Raise)
	if text == "" {
		text = say("At most, {{.Rate}}", "Rate", rate(paceMost(s)))
	}
	p.explain(p.most, text)
}

func (p *panel) explain(at *kit.Link, text string) {
	kit.ShowPopover(at, kit.Pad(16, 16, 16, 16, kit.NewParagraph(kit.Text, kit.Body, text)), kit.PopoverOptions{Width: 320, Align: kit.AlignEnd})
}

func (p *panel) safetyText() string {
	switch {
	case p.trial && p.limit > 0:
		return say("Try {{.N}} first, stop at {{.Percent}}% failed", "N", bulk.UsualTrial, "Percent", p.limit)
	case p.trial:
		return say("Try {{.N}} first", "N", bulk.UsualTrial)
	case p.limit > 0:
		return say("Stop at {{.Percent}}% failed", "Percent", p.limit)
	}
	return lang.L("None")
}

// askSafety opens what keeps a wrong file from reaching everybody.
func (p *panel) askSafety() {
	trial := kit.NewSwitch(say("Send the first {{.N}} and wait", "N", bulk.UsualTrial), frame.T(bulk.TrialText(p.m.s.got.sending.NoArrival))+" "+lang.L("When most of them fail, nothing else is sent."))
	trial.SetOn(p.trial)
	trial.OnChanged = func(on bool) {
		p.trial = on
		p.show()
	}
	limit := kit.NewSelect(lang.L("Stop by itself"), []kit.Option{
		{Value: "5", Label: say("When more than {{.N}}% fail", "N", 5)}, {Value: "10", Label: say("When more than {{.N}}% fail", "N", 10)},
		{Value: "20", Label: say("When more than {{.N}}% fail", "N", 20)}, {Value: "0", Label: lang.L("Never")},
	})
	limit.SetValue(paceNumber(float64(p.limit)))
	limit.SetHelp(say("Of the latest {{.N}} messages", "N", bulk.UsualSpan))
	limit.OnChanged = func(v string) {
		n, _ := parsePace(v, 100)
		p.limit = int(n)
		p.show()
	}
	kit.ShowPopover(p.safety, kit.Pad(16, 16, 16, 16, kit.Col(16, trial, limit)), kit.PopoverOptions{Width: 320, Align: kit.AlignEnd})
}

// showStoring shows how far storing is; all is 0 when nothing is stored.
func (p *panel) showStoring(done, all int) {
	p.storing.Hidden = all == 0
	if all > 0 {
		p.stored.SetText(say("Storing {{.N}} of {{.All}}", "N", kit.Number(done), "All", kit.Number(all)))
		p.bar.SetShare(float64(done) / float64(all))
	}
	p.card.Refresh()
}
