package handoffpage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/kit"
)

// quietEdge is the white around a code that readers need, in modules.
const quietEdge = 4

// projection is what the full screen view shows.
type projection struct {
	title, subtitle, environment, number string
	warning                              string
	codes                                []code
}

// newProjection makes large codes of a sheet: all of it, or its address alone.
func newProjection(s handoff.Sheet, addressOnly bool) (projection, error) {
	p := projection{title: s.Title(), subtitle: s.Subtitle(), environment: s.EnvironmentLabel(), number: s.SheetLabel(), warning: s.Warning()}
	var codes []handoff.Code
	if addressOnly {
		c, err := s.AddressCode()
		if err != nil {
			return p, err
		}
		codes = []handoff.Code{c}
	} else {
		all, err := s.QRCodes(0)
		if err != nil {
			return p, err
		}
		codes = all
	}
	for _, c := range codes {
		p.codes = append(p.codes, code{picture: modules(c, quietEdge), caption: s.ScanLabel(c)})
	}
	return p, nil
}

// FullScreen implements frame.FullScreener.
func (s *Screen) FullScreen() { s.showFullScreen(false) }

// showFullScreen logs the hand-off and shows the codes with the number that the
// log gave them.
func (s *Screen) showFullScreen(addressOnly bool) {
	if !s.canHandOver() || s.ctl.full.Busy() {
		return
	}
	r, at := s.request(), s.at
	s.ctl.full.SetBusy(true)
	kit.Start(&s.fullTask, s.ctx, func(ctx context.Context) (projection, error) {
		sheet, err := s.deps.Sheet(ctx, at.Agent, at.Environment, r)
		if err != nil {
			return projection{}, err
		}
		if _, err := newProjection(sheet, addressOnly); err != nil {
			return projection{}, err
		}
		h, err := s.deps.Record(ctx, at.Agent, at.Environment, r, app.HandoffFullScreen)
		if err != nil {
			return projection{}, err
		}
		sheet.Number = h.Sheet
		return newProjection(sheet, addressOnly)
	}, func(p projection, err error) {
		s.ctl.full.SetBusy(false)
		if err != nil {
			s.shell.ShowError(err)
			return
		}
		view := newBigCode(p)
		s.shell.SetFullScreen(view, func() { s.ctl.full.Focus() })
		view.Focus()
	})
}

// bigCode is a white screen with one code as large as it fits. The arrow keys
// and the buttons below it turn to the other codes.
type bigCode struct {
	kit.Press
	p       projection
	page    int
	view    *kit.QRView
	caption *ink
}

func newBigCode(p projection) *bigCode {
	b := &bigCode{p: p, view: kit.NewQRView(nil, 0), caption: newInk("", pen{16, 24, true, false, inkText}, cutOff)}
	b.caption.align = fyne.TextAlignCenter
	b.Label = p.title + ", " + p.environment
	b.OnKey = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp:
			b.turn(-1)
		case fyne.KeyRight, fyne.KeyDown, fyne.KeyPageDown, fyne.KeySpace:
			b.turn(1)
		default:
			return false
		}
		return true
	}
	head := kit.Row(16,
		kit.Grow(kit.Col(0, newInk(p.title, pen{24, 32, true, false, inkText}, cutOff), newInk(p.subtitle, pen{14, 20, false, false, inkLight}, cutOff))),
		newInk(p.environment+" · "+p.number, pen{16, 24, true, false, inkText}, cutOff),
	)
	esc := newInk(lang.L("Esc closes"), pen{14, 20, false, false, inkLight}, cutOff)
	esc.align = fyne.TextAlignTrailing
	foot := kit.Even(16, newInk(p.warning, pen{14, 20, false, false, inkWarn}, wrapWords), b.pager(), esc)
	content := kit.Col(0, head, kit.Grow(b.view), foot)
	b.Extend(b, kit.Stack(canvas.NewRectangle(kit.Color(kit.White)), kit.Pad(24, 32, 24, 32, content)), 0)
	b.turn(0)
	return b
}

// pager says which code this is and leads to the others.
func (b *bigCode) pager() fyne.CanvasObject {
	if len(b.p.codes) < 2 {
		return b.caption
	}
	back := kit.NewIconButton("chevron-left", lang.L("Code before"), func() { b.turn(-1) })
	next := kit.NewIconButton("chevron-right", lang.L("Next code"), func() { b.turn(1) })
	return kit.Mid(0, 0, kit.Row(16, back, b.caption, next))
}

// turn shows the code so many further on; the ends are ends.
func (b *bigCode) turn(by int) {
	at := b.page + by
	if at < 0 || at >= len(b.p.codes) {
		return
	}
	b.page = at
	b.view.SetImage(b.p.codes[at].picture)
	b.caption.setText(b.p.codes[at].caption)
}
