package templateeditor

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
	"channeldesk/screens/templateview"
)

const (
	showSamples = "samples"
	showNames   = "names"
)

// preview is the message as the customer will see it. UI thread only.
type preview struct {
	s     *Screen
	fill  *kit.Segmented
	look  *kit.Link
	dark  bool
	own   bool // dark was chosen here; else it follows the window
	view  *kit.MessageView
	about *kit.Paragraph
	card  *fyne.Container
}

func newPreview(s *Screen) *preview {
	p := &preview{s: s, view: kit.NewMessageView().SetInset(16), about: kit.NewParagraph(kit.Text3, kit.Caption, "")}
	p.fill = kit.NewSegmented([]kit.Option{{Value: showSamples, Label: lang.L("Sample values")}, {Value: showNames, Label: lang.L("Names")}}).Small()
	p.fill.SetSpoken(lang.L("Preview"))
	p.fill.OnChanged = func(string) { p.show() }
	p.dark = kit.IsDark()
	p.look = kit.NewLink("", "", p.turn)
	p.name()
	foot := kit.RowTop(12, kit.Grow(p.about), p.look)
	p.card = kit.NewTightCard(kit.CardHead(lang.L("Preview"), p.fill), kit.Grow(kit.Yield(0, kit.Pad(0, 16, 0, 16, p.view))), kit.Pad(12, 16, 12, 16, foot))
	return p
}

func (p *preview) show() {
	w := p.s.w
	if w == nil {
		return
	}
	p.follow()
	t := templateview.OfDraft(cloneDraft(w.d))
	values := templateview.Samples(t)
	if p.fill.Value() == showNames {
		values = names(t.Labels)
	}
	m := templateview.Message(t, values, p.s.clock.Now().Local().Format("15:04"))
	p.view.Set(hinted(m))
	p.view.ShowCard(p.s.form.special.cards.at)
	about := lang.L("Customers see your business name and your logo above this message.")
	if name := p.s.got.view.Report.Facts["verified_name"]; name != "" {
		about = lang.L("Customers see the name {{.Name}} and your logo above this message.", map[string]any{"Name": name})
	}
	if note := templateview.CodeNote(t); note != "" {
		about += " " + note
	}
	p.about.SetText(about)
}

// hinted says what is missing where nothing is written yet.
func hinted(m kit.Message) kit.Message {
	if m.Header.Kind == kit.MediaText && m.Header.Text == "" {
		m.Header = kit.MessageHeader{}
	}
	hint := lang.L("Write the text, and the message appears here as the customer will see it.")
	switch {
	case m.Body != "" || m.Footer != "":
	case m.Header.Kind == kit.MediaNone && len(m.Buttons) == 0 && len(m.Cards) == 0 && m.Offer == kit.MessageOffer{}:
		return kit.Message{Hint: hint}
	default:
		m.Body, m.Time = "_"+hint+"_", "" // slanted, as what is not part of it
	}
	return m
}

// names puts our own names in place of values.
func names(labels map[string]string) map[string]string {
	out := map[string]string{}
	for key, label := range labels {
		out[key] = label
	}
	return out
}

// Turned implements frame.Turner.
func (s *Screen) Turned() { s.preview.follow() }

// follow takes it that the message is shown as the window is, unless a look was chosen
// here.
func (p *preview) follow() {
	if dark := kit.IsDark(); !p.own && p.dark != dark {
		p.dark = dark
		p.name()
	}
}

// turn shows the message as a phone with the other look does.
func (p *preview) turn() {
	p.dark, p.own = !p.dark, true
	p.view.SetDark(p.dark)
	p.name()
}

// name says on the link what it does.
func (p *preview) name() {
	text := lang.L("Dark phone")
	if p.dark {
		text = lang.L("Light phone")
	}
	p.look.SetText(text)
}

// percent is a share in words.
func percent(done, total int64) string {
	if total <= 0 {
		return ""
	}
	return strconv.FormatInt(done*100/total, 10) + " %"
}
