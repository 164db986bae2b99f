package templateeditor

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// sample is the example of a header that is a file: a file of this computer, or a
// link where the provider takes one. UI thread only.
type sample struct {
	kit.Block
	s    *Screen
	part string
	of   func() *app.HeaderDesign

	label   *kit.Line
	choose  *kit.Button
	name    *kit.Cut
	remove  *kit.Button
	problem *kit.Paragraph
	files   *fyne.Container
	link    *kit.TextField
	told    *kit.Paragraph
	task    kit.Task
	size    int64
}

// extensions are the files of each kind that are offered to choose from.
var extensions = map[app.HeaderKind][]string{
	app.HeaderImage: {".jpg", ".jpeg", ".png"}, app.HeaderVideo: {".mp4", ".3gp"}, app.HeaderGIF: {".mp4"}, app.HeaderDocument: {".pdf"},
}

func newSample(s *Screen, part string, of func() *app.HeaderDesign) *sample {
	p := &sample{s: s, part: part, of: of, label: kit.NewLine("", kit.CaptionStrong, kit.Text2)}
	p.choose = kit.NewButton("", p.ask).WithIcon("image")
	p.name = kit.NewCut("", kit.Body, kit.Text3)
	p.remove = kit.NewIconButton("x", lang.L("Take the file away"), p.clear).As(kit.VariantQuietNeutral)
	p.problem = kit.NewParagraph(kit.DangerText, kit.Caption, "")
	p.problem.Hide()
	p.files = kit.Col(4, p.label, kit.Row(8, p.choose, kit.Grow(kit.NewCutTip(p.name)), p.remove), p.problem)
	p.link = kit.NewTextField(lang.L("Link to an example"))
	p.link.SetPlaceholder("https://example.com/file")
	p.link.OnChanged = func(text string) {
		if h := p.of(); h != nil {
			h.Handle = text
			s.changed(p.part)
		}
	}
	p.told = kit.NewParagraph(kit.Text3, kit.Caption, "")
	p.Extend(p, kit.Stack(p.files, p.link, kit.Pad(28, 0, 0, 0, p.told)))
	return p
}

// show writes what is chosen.
func (p *sample) show() {
	h := p.of()
	if h == nil || !h.Kind.IsFile() && h.Kind != app.HeaderLocation {
		return
	}
	takes := p.s.got.checker != nil && p.s.got.checker.TakesFiles()
	told := ""
	switch {
	case h.Kind == app.HeaderLocation:
		told = lang.L("The place is given with each message.")
	case !p.s.offer.Samples:
		told = lang.L("The file is given with each message.")
	}
	p.told.SetText(told)
	p.told.Hidden = told == ""
	p.files.Hidden = told != "" || !takes
	p.link.Hidden = told != "" || takes
	p.link.SetText(h.Handle)
	p.showFile(h)
	p.Refresh()
}

func (p *sample) showFile(h *app.HeaderDesign) {
	words := map[app.HeaderKind][2]string{
		app.HeaderImage: {lang.L("Example image"), lang.L("Choose an image")}, app.HeaderVideo: {lang.L("Example video"), lang.L("Choose a video")},
		app.HeaderGIF: {lang.L("Example video"), lang.L("Choose a video")}, app.HeaderDocument: {lang.L("Example document"), lang.L("Choose a document")},
	}[h.Kind]
	p.label.SetText(words[0])
	p.choose.SetText(words[1])
	p.choose.SetIcon(map[bool]string{true: "file-text", false: "image"}[h.Kind == app.HeaderDocument])
	name := h.File
	if name == "" && h.Path != "" {
		name = filepath.Base(h.Path)
	}
	has := h.Path != "" || h.Handle != ""
	p.remove.Hidden = !has
	switch {
	case !has:
		p.name.SetText(lang.L("or drop one here"))
		p.name.SetToken(kit.Text3)
		p.size = 0
	case h.Handle != "":
		p.name.SetText(lang.L("{{.File}}, uploaded", map[string]any{"File": name}))
		p.name.SetToken(kit.Text)
	default:
		if p.size > 0 {
			name += " · " + sizeWord(p.size)
		}
		p.name.SetText(name)
		p.name.SetToken(kit.Text)
	}
}

func (p *sample) ask() {
	h := p.of()
	if h == nil || p.s.locked() {
		return
	}
	p.s.deps.ChooseFile(extensions[h.Kind], p.take)
}

// checked is a file that may be taken.
type checked struct{ size int64 }

// take looks at a file off the UI thread, and takes it when the provider would.
func (p *sample) take(path string) {
	h, w, checker := p.of(), p.s.w, p.s.got.checker
	if h == nil || !h.Kind.IsFile() || checker == nil || p.s.locked() {
		return
	}
	kind := h.Kind
	p.say("")
	kit.Start(&p.task, p.s.ctx, func(context.Context) (c checked, err error) {
		if err := checker.CheckSample(kind, path); err != nil {
			return c, err
		}
		info, err := os.Stat(path)
		if err != nil {
			return c, err
		}
		return checked{info.Size()}, nil
	}, func(c checked, err error) {
		now := p.of()
		switch {
		case w != p.s.w || now == nil || now.Kind != kind:
		case err != nil:
			p.say(filepath.Base(path) + ": " + frame.ErrorText(err))
		default:
			now.Path, now.File, now.Handle, p.size = path, filepath.Base(path), "", c.size
			p.show()
			p.s.changed(p.part)
		}
	})
}

// say tells below the file why it was not taken.
func (p *sample) say(text string) {
	p.problem.SetText(text)
	p.problem.Hidden = text == ""
	p.Refresh()
	p.s.form.relayout()
}

func (p *sample) clear() {
	if h := p.of(); h != nil && !p.s.locked() {
		h.Path, h.File, h.Handle = "", "", ""
		p.say("")
		p.show()
		p.s.changed(p.part)
		p.choose.Focus()
	}
}

func (p *sample) lock(locked bool) {
	p.choose.SetDisabled(locked)
	p.remove.SetDisabled(locked)
	p.link.SetReadOnly(locked)
}

func (p *sample) mark(fault bool) {
	p.link.SetFault(fault)
	tok := kit.Text2
	if fault {
		tok = kit.DangerText
	}
	p.label.SetToken(tok)
}

func (p *sample) focus() {
	if p.link.Visible() {
		p.s.focusOn(p.link)
		return
	}
	p.choose.Focus()
}
