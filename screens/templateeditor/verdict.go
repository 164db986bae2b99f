package templateeditor

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// verdict is the card below the form: what is wrong, what is not wise, what is right,
// and the button that sends. UI thread only.
type verdict struct {
	s     *Screen
	rows  *fyne.Container
	send  *kit.Button
	why   *kit.Paragraph
	kept  *kit.Line
	tick  *kit.Icon
	drop  *kit.Link
	halt  *kit.Link
	bar   *kit.Progress
	side  *fyne.Container
	card  *fyne.Container
	shown []line
}

// line is one row, as it is compared with those that stand there already.
type line struct {
	kind       lineKind
	text, more string
	link       string
	at         int // of the finding; -1 for none
}

type lineKind int

const (
	lineProblem lineKind = iota
	lineOpen
	lineAdvice
	lineRight
)

// rowsHigh is the room of three rows, so that the card keeps its height while one
// comes or goes.
const rowsHigh = 96

// The measures of the card: its edges with their padding, what stands at the right of
// its rows, and the gaps and the line between them, where their scroll bar has room.
const (
	verdictEdge, verdictPad = 9, 17
	verdictRight            = 216
	verdictGaps             = 33
)

// longestLink is the longest fix that stands as a link; a longer one is a sentence
// with a link behind it.
const longestLink = 40

func newVerdict(s *Screen) *verdict {
	v := &verdict{s: s, rows: kit.Col(0), kept: kit.NewLine("", kit.Caption, kit.Text3), tick: kit.NewIcon("check", 12, kit.Text3)}
	v.send = kit.NewPrimary(lang.L("Send for review"), s.sendForReview)
	v.why = kit.NewParagraph(kit.Text3, kit.Caption, "").SetAlign(fyne.TextAlignCenter)
	v.drop = kit.NewLink(lang.L("Discard draft"), "", s.askDrop).SetToken(kit.DangerText)
	v.halt = kit.NewLink(lang.L("Stop"), "", s.stopSending)
	v.halt.Hide()
	v.bar = kit.NewProgress(kit.KindInfo)
	v.bar.Hide()
	v.side = kit.Col(4, kit.Pad(10, 0, 4, 0, v.send), v.bar, v.why, kit.Mid(0, 16, kit.Row(12, kit.Row(6, v.tick, v.kept), v.drop, v.halt)))
	v.card = kit.Stack(kit.NewBox(kit.Surface, kit.Border, 8, 1), kit.Pad(verdictEdge, verdictPad, verdictEdge, verdictPad,
		kit.RowStretch(0, kit.Grow(kit.Yield(0, kit.Pad(0, 12, 0, 0, v.rows))), kit.Pad(0, 16, 0, 4, kit.VLine()), kit.Fix(verdictRight, 0, v.side))))
	return v
}

// show writes what the rules say.
func (v *verdict) show() {
	lines := v.lines()
	if !slices.Equal(lines, v.shown) || len(v.rows.Objects) == 0 {
		v.shown = lines
		v.rows.Objects = nil
		for _, l := range lines {
			v.rows.Objects = append(v.rows.Objects, v.row(l))
		}
		v.rows.Refresh()
	}
	v.showSend()
	v.showKept()
	v.s.form.relayout()
}

var lineLooks = map[lineKind]struct {
	icon string
	tok  kit.Token
}{
	lineProblem: {"circle-x", kit.DangerText}, lineOpen: {"circle-dashed", kit.Text3}, lineAdvice: {"triangle-alert", kit.WarnText}, lineRight: {"circle-check", kit.OkText},
}

func (v *verdict) row(l line) fyne.CanvasObject {
	look := lineLooks[l.kind]
	runs := []kit.Run{{Text: l.text, Bold: l.kind == lineProblem}}
	if l.more != "" {
		runs = append(runs, kit.Run{Text: " " + l.more})
	}
	parts := []fyne.CanvasObject{kit.Pad(8, 0, 0, 0, kit.NewIcon(look.icon, 16, look.tok)), kit.Grow(kit.Pad(6, 0, 6, 0, kit.NewRuns(kit.Body, runs...)))}
	if l.link != "" {
		parts = append(parts, kit.NewTextLink(l.link, kit.PrimaryText, func() { v.follow(l) }))
	}
	return kit.RowTop(12, parts...)
}

// follow makes the change that a fix names, or goes to what is at fault.
func (v *verdict) follow(l line) {
	if l.at < 0 || l.at >= len(v.s.findings) {
		return
	}
	f := v.s.findings[l.at]
	if f.Mend != nil {
		v.s.mend(f)
		return
	}
	v.s.lead(f.Part, f.Rule)
}

func (v *verdict) lines() (out []line) {
	s := v.s
	if s.w == nil {
		return nil
	}
	if l, ok := lastTime(s.w); ok {
		out = append(out, l)
	}
	wrong := map[string]bool{}
	for i, f := range s.findings {
		l := line{kind: lineAdvice, text: v.where(f) + frame.T(f.What), at: i}
		switch {
		case s.isOpen(f):
			l.kind = lineOpen
		case f.Problem:
			l.kind = lineProblem
		}
		if f.Problem {
			name, _, _ := strings.Cut(f.Part, ".")
			wrong[name] = true
		}
		fix := frame.T(f.Fix)
		short := strings.TrimSuffix(fix, ".")
		switch {
		case s.locked():
			l.more = fix
		case f.Mend != nil || len(short) <= longestLink:
			l.link = short
		default:
			l.more, l.link = fix, lang.L("Go there")
		}
		out = append(out, l)
	}
	if right := v.right(wrong); right != "" {
		out = append(out, line{kind: lineRight, text: right, at: -1})
	}
	return out
}

// lastTime says why the latest submission failed, and what it leaves to be done.
func lastTime(w *work) (l line, ok bool) {
	l = line{kind: lineProblem, at: -1}
	switch {
	case w.sending:
		return l, false
	case w.refused != nil:
		l.text = frame.ErrorText(w.refused)
	case !w.d.Problem.IsEmpty():
		l.text = lang.L("It was not sent: {{.Why}}", map[string]any{"Why": frame.T(w.d.Problem)})
	default:
		return l, false
	}
	if len(w.d.Uploads) > 0 {
		l.more = lang.L("What was uploaded stays there. The next try goes on from it.")
	}
	return l, true
}

// where names the button or the card that a finding is about.
func (v *verdict) where(f protocol.TemplateFinding) string {
	d := v.s.w.d.Design
	list, rest := d.Buttons, f.Part
	card := ""
	if i, ok := cardOf(f.Part); ok && i < len(d.Cards) {
		card = lang.L("Card {{.N}}", map[string]any{"N": i + 1})
		list = d.Cards[i].Buttons
		rest = strings.TrimPrefix(f.Part, "cards."+strconv.Itoa(i)+".")
	}
	number, isButton := strings.CutPrefix(rest, "buttons.")
	at, err := strconv.Atoi(number)
	button := ""
	if isButton && err == nil && at < len(list) {
		button = lang.L("Button {{.N}}", map[string]any{"N": at + 1})
		if list[at].Text != "" {
			button = "“" + list[at].Text + "”"
		}
	}
	switch {
	case card != "" && button != "":
		return card + ", " + button + ": "
	case card+button != "":
		return card + button + ": "
	}
	return ""
}

// right names the parts in which nothing is wrong.
func (v *verdict) right(wrong map[string]bool) string {
	d := v.s.w.d.Design
	there := map[string]bool{
		"name": true, "category": true, "language": true, "header": d.Header != nil, "body": d.Code == nil, "footer": d.Footer != "",
		"buttons": len(d.Buttons) > 0, "code": d.Code != nil, "offer": d.Offer != nil, "cards": len(d.Cards) > 0,
	}
	var words []string
	for _, part := range []string{"name", "category", "language", "header", "body", "footer", "buttons", "code", "offer", "cards"} {
		if there[part] && !wrong[part] {
			words = append(words, partWord(part))
		}
	}
	switch {
	case len(words) == 0 || v.s.got.checker == nil:
		return ""
	case len(words) == 1:
		return lang.L("{{.Part}} follows the rules.", map[string]any{"Part": listed(words)})
	}
	return lang.L("{{.Parts}} follow the rules.", map[string]any{"Parts": listed(words)})
}

// showSend says on the button what it does, and below it why it cannot.
func (v *verdict) showSend() {
	s := v.s
	n, why := s.problems(), ""
	switch {
	case s.w == nil:
		return
	case s.w.sending:
		why = s.w.doing
	case !s.mayWrite():
		why = lang.L("Your role lets you look, not change.")
	case s.offer.Listed && !s.offer.Create && s.w.d.Edits == "":
		why = frame.T(s.offer.NoCreate)
	case n == 1:
		why = lang.L("1 problem to fix first")
	case n > 1:
		why = lang.L("{{.N}} problems to fix first", map[string]any{"N": n})
	}
	text := lang.L("Send for review")
	switch {
	case s.declares():
		text = lang.L("Declare")
	case s.w.d.Edits != "":
		text = lang.L("Send the change for review")
	}
	v.send.SetText(text)
	v.send.SetDisabled(why != "" && !s.w.sending)
	v.why.SetText(why)
	v.why.Hidden = why == ""
	v.drop.Hidden = !s.mayWrite() || s.w.sending || s.w.fresh && s.w.d.ID == 0
}

// showKept says when the draft was saved, or that it could not be.
func (v *verdict) showKept() {
	w := v.s.w
	if w == nil {
		return
	}
	text, icon, tok := "", "check", kit.Text3
	switch {
	case w.failed != nil:
		text, icon, tok = lang.L("Not saved, trying again"), "triangle-alert", kit.DangerText
	case !w.isKept():
		text, icon = lang.L("Saving"), "circle-dashed"
	case !w.savedAt.IsZero():
		text = lang.L("Saved {{.Time}}", map[string]any{"Time": w.savedAt.Local().Format("15:04")})
	}
	v.kept.SetText(text)
	v.kept.SetToken(tok)
	v.tick.SetName(icon)
	v.tick.SetToken(tok)
	v.tick.Hidden = text == ""
	v.card.Refresh()
}
