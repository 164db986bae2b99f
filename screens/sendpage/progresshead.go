package sendpage

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// progressHead says where a bulk send stands, with what can be done about it. UI
// thread only.
type progressHead struct {
	p            *Progress
	title        *kit.Cut
	text         *kit.Paragraph
	main, pace   *kit.Button
	cancel, save *kit.Button
	bar          *kit.Progress
	note         *fyne.Container
	counts       [5]*countBlock
	card         *fyne.Container
	press        func() // what the main button does now
}

// countBlock is one of the numbers below the bar.
type countBlock struct {
	word   *kit.Line
	number *kit.Line
	below  *kit.Cut
	box    *fyne.Container
}

func newCountBlock(tok kit.Token, ring bool, word string) *countBlock {
	b := &countBlock{word: kit.NewLine(word, kit.Caption, kit.Text2), number: kit.NewLine("0", kit.Metric, kit.Text), below: kit.NewCut("", kit.Caption, kit.Text3)}
	kind := kit.ShapeDisc
	if ring {
		kind = kit.ShapeRing
	}
	head := kit.Row(6, kit.Fix(8, 8, kit.NewShape(kind, 8, tok)), b.word)
	b.box = kit.Pad(16, 16, 16, 16, kit.Col(0, head, kit.Pad(4, 0, 0, 0, b.number), b.below))
	return b
}

func newProgressHead(p *Progress) *progressHead {
	h := &progressHead{p: p, title: kit.NewCut("", kit.MetricSmall, kit.Text), text: kit.NewParagraph(kit.Text2, kit.Body, ""), bar: kit.NewProgress(kit.KindInfo).Thick(), note: kit.Stack()}
	h.main = kit.NewButton(lang.L("Pause"), func() { h.press() })
	h.pace = kit.NewButton(lang.L("Change the pace"), h.askPace)
	h.cancel = kit.NewButton(lang.L("Cancel the rest"), h.askCancel).As(kit.VariantDangerText).WithIcon("ban")
	h.save = kit.NewButton(lang.L("Save report"), func() { p.why.saveReport(false) }).WithIcon("download")
	h.counts = [5]*countBlock{
		newCountBlock(kit.StateSent, true, lang.L("Waiting")), newCountBlock(kit.StateSent, false, lang.L("Sent")),
		newCountBlock(kit.StateDelivered, false, lang.L("Delivered")), newCountBlock(kit.StateRead, false, lang.L("Read")), newCountBlock(kit.StateFailed, false, lang.L("Failed")),
	}
	var blocks []fyne.CanvasObject
	for i, b := range h.counts {
		if i > 0 {
			blocks = append(blocks, kit.RowStretch(0, kit.VLine(), kit.Grow(b.box)))
			continue
		}
		blocks = append(blocks, b.box)
	}
	top := kit.RowTop(12, kit.Grow(kit.Col(0, h.title, h.text)), kit.Pad(8, 0, 0, 0, kit.Row(12, h.pace, h.save, h.main, h.cancel)))
	h.card = kit.NewCard(kit.Pad(16, 16, 12, 16, kit.Col(0, kit.Steady(top), h.note, kit.Pad(16, 0, 0, 0, h.bar))), kit.HLine(), kit.Even(0, blocks...))
	return h
}

// show writes where it stands.
func (h *progressHead) show() {
	s := h.p.got
	title, text := h.words(s)
	h.title.SetText(title)
	h.text.SetText(text)
	h.showButtons(s)
	h.showNote(s)
	h.showBar(s)
	h.showCounts(s)
	h.card.Refresh()
}

// words are the title and the line below it.
func (h *progressHead) words(s state) (title, text string) {
	b, now := s.bulk, h.p.clock.Now()
	of := []any{"N", kit.Number(s.passed()), "All", kit.Number(b.Total)}
	pace := s.sending.AtMost(b.Pace)
	switch b.Status {
	case app.BulkPreparing:
		return say("Storing {{.N}} of {{.All}}", "N", kit.Number(b.Prepared), "All", kit.Number(b.Total)), lang.L("Nothing is sent before every recipient is stored.")
	case app.BulkScheduled:
		when := frame.When(b.DueAt, now)
		if when == frame.Date(b.DueAt) {
			when += " " + b.DueAt.Local().Format("15:04")
		}
		// The time is written in this computer's zone, wherever it was chosen.
		return say("Begins {{.When}}", "When", lowerDay(when)+", "+zoneText(h.p.deps.Zone, b.DueAt)),
			startsIn(b.DueAt.Sub(now)) + " " + plural(b.Total, "1 message.", "{{.N}} messages.") + " " +
				say("At {{.Rate}} that takes about {{.Takes}}.", "Rate", rate(pace), "Takes", lower(lasts(bulk.Takes(b.Total, pace))))
	case app.BulkTrying:
		return say("Trying the first {{.N}}", "N", b.Trial), frame.T(bulk.TrialText(s.sending.NoArrival))
	case app.BulkRunning:
		return say("Sending, {{.N}} of {{.All}}", of...), h.leftWords(s)
	case app.BulkPaused:
		return say("Paused, {{.N}} of {{.All}}", of...), say("{{.N}} messages are kept until you go on.", "N", kit.Number(s.waiting()))
	case app.BulkStopped:
		return say("Stopped, {{.N}} of {{.All}}", of...), h.stoppedWords(s)
	case app.BulkDone:
		return say("Done, {{.N}} of {{.All}}", of...), h.endWords(b, now)
	}
	return say("Cancelled after {{.N}} of {{.All}}", of...), say("{{.N}} messages were not sent.", "N", kit.Number(s.counts.Cancelled))
}

// stoppedWords say why it stopped by itself, and what to do.
func (h *progressHead) stoppedWords(s state) string {
	next := lang.L("Go on once that is mended, or cancel the rest.")
	if s.counts.Failed > 0 {
		next = lang.L("Look at the reasons below, then go on or cancel the rest.")
	}
	return strings.TrimSpace(frame.T(s.bulk.Why) + " " + next)
}

// leftWords say how long it still takes, and what closing the window means.
func (h *progressHead) leftWords(s state) string {
	text := lang.L("The last ones are on their way.")
	if left := s.counts.Held + s.counts.Queued; left > 0 {
		pace := s.sending.AtMost(s.bulk.Pace)
		text = say("About {{.Left}} left at {{.Rate}}.", "Left", lower(lasts(bulk.Takes(left, pace))), "Rate", rate(pace))
	}
	switch {
	case !s.gateway:
		return text
	case h.p.deps.GatewayHere():
		return text + " " + lang.L("Keep Channel Desk open: it is what sends. Closed, it goes on where it was.")
	}
	return text + " " + lang.L("You can close this window, sending continues on the gateway.")
}

func (h *progressHead) endWords(b app.BulkSend, now time.Time) string {
	if b.StartedAt.IsZero() || b.EndedAt.IsZero() {
		return ""
	}
	return say("It took {{.Takes}} and ended {{.When}}. States may still come.", "Takes", lower(lasts(b.EndedAt.Sub(b.StartedAt))), "When", lowerDay(frame.When(b.EndedAt, now)))
}

// showButtons sets what can be done now.
func (h *progressHead) showButtons(s state) {
	st := s.bulk.Status
	h.pace.Hidden = !h.p.may || st != app.BulkScheduled && st != app.BulkPaused && st != app.BulkStopped
	h.cancel.Hidden = !h.p.may || st.Ended()
	h.cancel.SetText(lang.L("Cancel the rest"))
	if st == app.BulkScheduled {
		h.cancel.SetText(lang.L("Cancel all"))
	}
	h.save.Hidden = !st.Ended()
	h.main.Hidden = !h.p.may || st.Ended()
	set := func(icon, word string, variant kit.Variant, do func(context.Context, app.BulkID) error) {
		h.main.As(variant).SetIcon(icon)
		h.main.SetText(word)
		h.press = func() { h.p.do(h.main, do) }
	}
	switch st {
	case app.BulkPreparing:
		set("play", lang.L("Go on storing"), kit.VariantSecondary, func(ctx context.Context, id app.BulkID) error {
			_, err := h.p.deps.Bulk.Continue(ctx, id, nil)
			return err
		})
	case app.BulkScheduled:
		set("play", lang.L("Start now"), kit.VariantSecondary, h.p.deps.Bulk.StartNow)
		h.press = h.askStart
	case app.BulkPaused, app.BulkStopped:
		set("play", lang.L("Go on"), kit.VariantPrimary, h.p.deps.Bulk.Resume)
		if bulk.StoppedAtLimit(s.bulk) {
			h.press = h.askGoOn
		}
	default:
		set("pause", lang.L("Pause"), kit.VariantSecondary, h.p.deps.Bulk.Pause)
	}
}

// showNote says why nothing happens although it should.
func (h *progressHead) showNote(s state) {
	h.note.Objects = nil
	h.note.Hidden = s.gateway || s.bulk.Status.Ended()
	if h.note.Hidden {
		return
	}
	note := kit.NewNote(kit.KindWarn, kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("The gateway does not run.") + " ", Bold: true},
		kit.Run{Text: lang.L("Nothing is sent, and no state comes in, until it does.")}),
		kit.NewLink(lang.L("Open the settings"), "", func() { h.p.shell.Go(frame.Settings, frame.PartGateway) }))
	h.note.Objects = []fyne.CanvasObject{kit.Pad(12, 0, 0, 0, note)}
}

func (h *progressHead) showBar(s state) {
	all := float64(max(s.bulk.Total, 1))
	c := s.counts
	if s.bulk.Status == app.BulkPreparing {
		h.bar.SetSegments([]kit.Segment{{Share: float64(s.bulk.Prepared) / all, Token: kit.Primary}})
		return
	}
	parts := []kit.Segment{
		{Share: float64(c.Read) / all, Token: kit.StateRead}, {Share: float64(c.Delivered) / all, Token: kit.StateDelivered},
		{Share: float64(c.Accepted+c.Sent+c.Unknown) / all, Token: kit.StateSent}, {Share: float64(c.Failed) / all, Token: kit.StateFailed},
	}
	h.bar.SetSegments(slices.DeleteFunc(parts, func(p kit.Segment) bool { return p.Share == 0 }))
}

func (h *progressHead) showCounts(s state) {
	c, left := s.counts, s.passed()
	set := func(i, n int, below string) {
		h.counts[i].number.SetText(kit.Number(n))
		h.counts[i].below.SetText(below)
	}
	set(0, s.waiting(), lang.L("Not sent yet"))
	h.counts[0].word.SetText(lang.L("Waiting"))
	if s.bulk.Status == app.BulkCancelled {
		set(0, c.Cancelled, lang.L("Not sent"))
		h.counts[0].word.SetText(lang.L("Cancelled"))
	}
	onWay := lang.L("On the way")
	if c.Unknown > 0 {
		onWay = plural(c.Unknown, "1 in doubt", "{{.N}} in doubt")
	}
	set(1, c.Accepted+c.Sent+c.Unknown, onWay)
	set(2, c.Delivered, lang.L("On the phone"))
	set(3, c.Read, percentOf(c.Read, left))
	set(4, c.Failed, percentOf(c.Failed, left))
	tok := kit.Text
	if c.Failed > 0 {
		tok = kit.DangerText
	}
	h.counts[4].number.SetToken(tok)
}

func percentOf(n, all int) string {
	if all == 0 {
		return "-"
	}
	return say("{{.Percent}}% of sent", "Percent", paceNumber(math.Round(float64(n)*1000/float64(all))/10))
}

// askStart asks before a scheduled bulk send begins at once.
func (h *progressHead) askStart() {
	b := h.p.got.bulk
	start := func() { h.p.do(h.main, h.p.deps.Bulk.StartNow) }
	if b.Environment != app.Published {
		start()
		return
	}
	kit.Confirm(h.p.shell.Window(), kit.ConfirmOptions{
		Title: plural(b.Total, "Send to 1 real customer now?", "Send to {{.N}} real customers now?"),
		Text:  say("It was planned for {{.When}}. What was sent cannot be called back.", "When", frame.Date(b.DueAt)+" "+b.DueAt.Local().Format("15:04")),
		Keep:  lang.L("Keep the plan"), Do: lang.L("Start now"), OnDo: start,
	})
}

// askCancel asks before the rest is given up.
func (h *progressHead) askCancel() {
	text := say("{{.N}} went out already and stay so. The rest is given up for good; to send it later, pause instead.", "N", kit.Number(h.p.got.passed()))
	if h.p.got.passed() == 0 {
		text = lang.L("Nothing went out yet. All of it is given up for good; to send it later, choose the file anew.")
	}
	kit.Confirm(h.p.shell.Window(), kit.ConfirmOptions{
		Title: plural(h.p.got.waiting(), "Cancel 1 message?", "Cancel {{.N}} messages?"),
		Text:  text, Keep: lang.L("Keep them"), Do: h.cancel.Text(), Danger: true, OnDo: func() {
			h.p.do(h.cancel, func(ctx context.Context, id app.BulkID) error {
				_, err := h.p.deps.Bulk.Cancel(ctx, id, nil)
				return err
			})
		},
	})
}

// askPace changes the pace of the bulk send.
func (h *progressHead) askPace() {
	f := kit.NewTextField(lang.L("Messages per second")).SelectWhole()
	f.SetText(paceNumber(h.p.got.bulk.Pace))
	var p *kit.Popover
	use := func() {
		n, wrong := parsePace(f.Text(), paceMost(h.p.got.sending))
		if wrong != "" {
			f.SetError(wrong)
			return
		}
		p.Close()
		h.p.do(h.pace, func(ctx context.Context, id app.BulkID) error { return h.p.deps.Bulk.SetPace(ctx, id, n) })
	}
	f.OnSubmitted = func(string) { use() }
	f.OnEscape = func() { p.Close() }
	p = kit.ShowPopover(h.pace, kit.Pad(16, 16, 16, 16, kit.Col(12, f, kit.Row(0, kit.Grow(kit.Spring()), kit.NewPrimary(lang.L("Use this pace"), use)))), kit.PopoverOptions{Width: 240, Align: kit.AlignEnd})
}
