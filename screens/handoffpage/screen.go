package handoffpage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// typingPause is how long the typing has to rest before the sheet follows.
const typingPause = 250 * time.Millisecond

// Screen is the hand-off page. UI thread only.
type Screen struct {
	deps  Deps
	shell frame.Shell
	clock app.Clock

	ctx     context.Context //nolint:containedctx // the visit's own life, from Enter to Leave
	at      frame.Place
	sheet   handoff.Sheet
	mayEdit bool
	typing  *time.Timer // made once; runs while the typing has not rested

	paper   *paper
	ctl     *controls
	log     *logCard
	top     *kit.Stage
	work    *fyne.Container
	content *fyne.Container

	load, fullTask, copyTask, printTask, confirmTask kit.Task
	noteTask                                         *kit.Task
}

var (
	_ frame.Page          = (*Screen)(nil)
	_ frame.Reloader      = (*Screen)(nil)
	_ frame.MainActor     = (*Screen)(nil)
	_ frame.AddressCopier = (*Screen)(nil)
	_ frame.FullScreener  = (*Screen)(nil)
	_ Deps                = (*handoff.Service)(nil)
)

// New builds the page; it reads nothing before Enter.
func New(deps Deps, shell frame.Shell, clock app.Clock) *Screen {
	s := &Screen{deps: deps, shell: shell, clock: clock, mayEdit: true, ctx: context.Background()}
	s.paper = newPaper()
	s.ctl = newControls(ways{
		fullScreen: s.FullScreen,
		savePDF:    func() { s.save(app.HandoffPDF, "pdf", lang.L("PDF saved")) },
		saveImage:  func() { s.save(app.HandoffPNG, "png", lang.L("Image saved")) },
		copyText:   s.copyText, print: s.print, more: s.openMore,
	})
	s.typing = time.AfterFunc(typingPause, func() { kit.Do(s.read) })
	s.typing.Stop()
	s.ctl.audience.OnChanged = func(string) { s.read() }
	s.ctl.language.OnChanged = func(string) { s.read() }
	s.ctl.to.OnChanged = func(string) { s.readSoon() }
	s.ctl.to.OnCommitted = func(string) { s.read() }
	s.ctl.secret.OnChanged = s.turnSecret
	s.log = newLogCard(s.addNote, s.openEntry, s.confirm)
	s.top = kit.NewStage()
	s.work = kit.FormPanel(s.paper, s.ctl, kit.PageLimit, controlsWidth)
	s.log.Hide()
	s.content = kit.Page(kit.Col(16, s.top, kit.Grow(s.log)))
	return s
}

// Title implements frame.Page.
func (s *Screen) Title() string { return lang.L("Hand-off") }

// Content implements frame.Page.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Enter implements frame.Page. The secret is left out again on every visit.
func (s *Screen) Enter(ctx context.Context, at frame.Place, _ string) {
	s.ctx = ctx
	if at.Agent != s.at.Agent {
		s.ctl.to.SetText("")
	}
	s.ctl.secret.SetOn(false)
	member, known := app.ActingMember(ctx)
	s.mayEdit = !known || member.Role.Allows(app.MayEdit)
	s.ctl.setMay(s.mayEdit)
	s.log.setMay(s.mayEdit)
	if at != s.at || s.top.State() != kit.StageReady {
		s.at, s.sheet = at, handoff.Sheet{}
		s.log.Hide()
		s.top.Loading(skeleton())
	}
	s.read()
}

// Leave implements frame.Page.
func (s *Screen) Leave() {
	s.typing.Stop()
	for _, t := range []*kit.Task{&s.load, &s.fullTask, &s.copyTask, &s.printTask, &s.confirmTask} {
		t.Cancel()
	}
	s.ctl.full.SetBusy(false)
	s.ctl.text.setBusy(false)
	s.ctl.page.setBusy(false)
}

// Reload implements frame.Reloader.
func (s *Screen) Reload() { s.read() }

// MainAction implements frame.MainActor.
func (s *Screen) MainAction() { s.FullScreen() }

// request is what the controls say.
func (s *Screen) request() handoff.Request {
	return handoff.Request{
		Audience: app.Audience(s.ctl.audience.Value()), To: s.ctl.to.Text(),
		Language: s.ctl.language.Value(), IncludeSecret: s.ctl.secret.On(),
	}
}

// readerNow names who the sheet is for, as the controls stand.
func (s *Screen) readerNow() string {
	e := handoff.Entry{Handoff: app.Handoff{To: app.CleanName(s.ctl.to.Text()), Audience: app.Audience(s.ctl.audience.Value())}}
	return reader(e)
}

func (s *Screen) isReady() bool { return s.top.State() == kit.StageReady }

func (s *Screen) canHandOver() bool { return s.mayEdit && s.isReady() }

// readSoon reads when the typing rests.
func (s *Screen) readSoon() { s.typing.Reset(typingPause) }

// read asks for the sheet as the controls want it, and for the log.
func (s *Screen) read() {
	s.typing.Stop()
	r, at := s.request(), s.at
	if at.Agent == 0 {
		return
	}
	kit.Start(&s.load, s.ctx, func(ctx context.Context) (reading, error) {
		sheet, err := s.deps.Sheet(ctx, at.Agent, at.Environment, r)
		if err != nil {
			return reading{}, err
		}
		entries, logErr := s.deps.Log(ctx, at.Agent, at.Environment)
		result, err := newReading(sheet, entries, s.clock.Now())
		result.logErr = logErr
		return result, err
	}, s.show)
}

// show puts what was read on the page.
func (s *Screen) show(r reading, err error) {
	if err != nil {
		s.failed(err)
		return
	}
	s.sheet = r.sheet
	s.ctl.to.SetError("")
	s.showLog(r)
	if len(r.sheet.Missing) > 0 {
		s.top.Empty(s.nothingYet(r.sheet.Missing))
		return
	}
	s.paper.show(r)
	s.ctl.contains.show(r.facts)
	s.ctl.secret.SetHelp(lang.L("Prints the {{.Word}} for all to read", map[string]any{"Word": secretWord(r.sheet)}))
	s.ctl.askWhole(s.staffWithout(r.sheet))
	if !s.isReady() {
		s.top.Ready(s.work)
	}
	s.content.Refresh()
}

// staffWithout names the provider whose staff would get a shortened address from
// somebody who may give them the whole one; "" for none.
func (s *Screen) staffWithout(sheet handoff.Sheet) string {
	if !s.mayEdit || sheet.AddressWhole || sheet.Audience == app.ForClientIT {
		return ""
	}
	return sheet.ProtocolName
}

// showLog shows the log, also where no sheet can be made any more; without
// entries and sheet there is none.
func (s *Screen) showLog(r reading) {
	if r.logErr != nil {
		s.shell.ShowError(r.logErr)
		return
	}
	s.log.show(r.rows)
	if len(r.rows) == 0 && len(r.sheet.Missing) > 0 {
		s.log.Hide()
		return
	}
	s.log.Show()
}

// failed says what went wrong where it belongs: at the field, at the switch, or
// in place of the sheet. A sheet that is there stays.
func (s *Screen) failed(err error) {
	problem := app.AsError(err)
	switch {
	case problem.Code == app.CodeCancelled:
		return
	case problem.Field == "to":
		s.ctl.to.SetError(frame.ErrorText(err))
		return
	case s.ctl.secret.On():
		s.ctl.secret.SetOn(false)
		s.shell.ShowError(err)
		s.read()
		return
	case s.isReady():
		s.shell.ShowError(err)
		return
	}
	s.top.Failed(lang.L("The sheet could not be made"), frame.ErrorText(err), func() {
		s.top.Loading(skeleton())
		s.read()
	}, func() { s.shell.CopyText(frame.Details(err), lang.L("Details copied")) })
}

// nothingYet says what is missing for a sheet and leads there.
func (s *Screen) nothingYet(missing []handoff.Missing) fyne.CanvasObject {
	rows := kit.Col(0)
	for _, st := range steps(missing) {
		open := kit.NewButton(st.button, func() { s.shell.Go(st.page, st.part) }).WithTrailing("arrow-right")
		rows.Add(kit.HLine())
		rows.Add(kit.Pad(12, 16, 12, 16, kit.Row(12, kit.NewIcon("circle-dashed", 16, kit.Text3), kit.Grow(kit.NewParagraph(kit.Text, kit.Body, st.why)), open)))
	}
	return kit.NewCard(
		kit.Pad(16, 0, 8, 0, kit.NewEmptyLarge(kit.KindNeutral, "qr-code", lang.L("Nothing to hand over yet"),
			lang.L("The sheet needs a webhook. This is still missing:"))),
		rows,
	)
}

// skeleton stands for sheet and controls while they load.
func skeleton() fyne.CanvasObject {
	code := kit.Fix(252, 252, kit.NewBox(kit.NeutralTint, kit.Transparent, 8, 0))
	lines := kit.NewSkeletonBlock(90, 160, 60, 110, 90, 220, 90, 150)
	paper := kit.NewCard(kit.Pad(24, 24, 24, 24, kit.Col(24, kit.NewSkeletonBlock(220, 300), kit.RowTop(24, code, kit.Grow(lines)))))
	side := kit.NewCard(kit.Pad(16, 16, 16, 16, kit.NewSkeletonBlock(120, 300, 120, 300, 160, 200, 160, 200)))
	return kit.FormPanel(paper, side, kit.PageLimit, controlsWidth)
}
