package historypage

import (
	"context"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/app/history"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// exporter writes what the filters let through into a file, beside whatever else
// is done in the window. UI thread only.
type exporter struct {
	s       *Screen
	button  *kit.Button
	running *fyne.Container // in place of the button while a file is written
	text    *kit.Cut
	bar     *shareLayout
	barred  *fyne.Container
	excel   bool // as last chosen
	task    kit.Task
}

func newExporter(s *Screen) *exporter {
	e := &exporter{s: s, text: kit.NewCut("", kit.BodyStrong, kit.Text), bar: &shareLayout{}}
	e.button = kit.NewButton(lang.L("Export CSV"), e.ask).WithIcon("download")
	stop := kit.NewIconButton("x", lang.L("Stop the export"), e.stop).As(kit.VariantQuietNeutral)
	kit.AttachTooltip(stop, lang.L("Stop the export"))
	e.barred = &fyne.Container{Layout: e.bar, Objects: []fyne.CanvasObject{kit.NewRect(kit.Primary)}}
	e.running = kit.Fix(140, 32, kit.Stack(kit.NewBox(kit.Surface, kit.Border, 6, 1), e.barred, kit.Pad(0, 1, 0, 13, kit.Row(4, kit.Grow(e.text), stop))))
	e.running.Hide()
	return e
}

// ask lets the person choose the form of the file, and then the place.
func (e *exporter) ask() {
	if e.running.Visible() || e.button.Disabled() {
		return
	}
	excel := kit.NewCheckbox(lang.L("For Excel"))
	excel.SetChecked(e.excel)
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	next := kit.NewPrimary(lang.L("Choose the place"), func() {
		e.excel = excel.Checked()
		d.Close()
		e.choose()
	})
	d = kit.ShowDialog(e.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Export the history"), Width: 480, Actions: []*kit.Button{cancel, next}, Main: next,
		Body: kit.Col(12, kit.NewParagraph(kit.Text2, kit.Body, e.promise()),
			kit.Col(0, excel, kit.Pad(0, 0, 0, 24, kit.NewParagraph(kit.Text3, kit.Caption,
				lang.L("Semicolons between the values, and numbers that Excel does not change. Without it the file is plain CSV with commas."))))),
	})
}

// promise says how many messages are going to be written.
func (e *exporter) promise() string {
	n := e.s.list.figures.counted
	more := " " + lang.L("The export itself is written into the activity.")
	if n.More {
		return lang.L("Exactly the messages that the filters let through are written, more than {{.N}} of them.", map[string]any{"N": kit.Number(n.Total)}) + more
	}
	return lang.L("Exactly the messages that the filters let through are written: {{.N}}.", map[string]any{"N": kit.Number(n.Total)}) + more
}

func (e *exporter) choose() {
	c, now, at := e.s.filters.chosen, e.s.clock.Now(), e.s.at
	name := "history-" + now.Local().Format("2006-01-02") + ".csv"
	e.s.shell.SaveFile(name, nil, func(path string, err error) {
		if err == nil && path != "" {
			e.write(path, at, c.filter(now))
		}
	})
}

// write goes on when the page is left.
func (e *exporter) write(path string, at frame.Place, f app.HistoryFilter) {
	e.show(true)
	e.tell(0, -1)
	options, h := history.ExportOptions{ForExcel: e.excel}, e.s.deps.History
	kit.Start(&e.task, context.WithoutCancel(e.s.ctx), func(ctx context.Context) (n int64, err error) {
		err = handoff.WriteFile(path, func(w io.Writer) error {
			return h.Export(ctx, at.Agent, at.Environment, f, w, options, func(done, total int64) {
				n = done
				kit.Do(func() {
					if ctx.Err() == nil {
						e.tell(done, total)
					}
				})
			})
		})
		return n, err
	}, func(n int64, err error) {
		e.show(false)
		switch {
		case app.ErrorCode(err) == app.CodeCancelled && err != nil:
		case err != nil:
			e.s.shell.Toast(kit.KindDanger, lang.L("The history was not exported. {{.Why}}", map[string]any{"Why": frame.ErrorText(err)}), lang.L("Try again"), e.ask)
		default:
			e.s.shell.Toast(kit.KindOK, exportedText(int(n)), lang.L("Open folder"), func() { e.s.shell.OpenFile(filepath.Dir(path)) })
		}
	})
}

// stop ends the export; what is written of the file goes.
func (e *exporter) stop() {
	e.task.Cancel()
	e.show(false)
	e.s.shell.Toast(kit.KindNeutral, lang.L("The export was stopped. Nothing was written."), "", nil)
}

func (e *exporter) show(running bool) {
	e.button.Hidden, e.running.Hidden = running, !running
	e.s.filters.row.Refresh()
}

// tell shows how far it is.
func (e *exporter) tell(done, total int64) {
	e.bar.share = 0
	text := lang.L("Exporting {{.N}}", map[string]any{"N": kit.Number(int(done))})
	if total > 0 {
		e.bar.share = min(float32(done)/float32(total), 1)
		text = lang.L("Exporting {{.N}}%", map[string]any{"N": int(e.bar.share * 100)})
	}
	e.text.SetText(text)
	e.bar.Layout(e.barred.Objects, e.barred.Size())
	e.barred.Refresh()
}

func exportedText(n int) string {
	if n == 1 {
		return lang.L("1 message exported")
	}
	return lang.L("{{.N}} messages exported", map[string]any{"N": kit.Number(n)})
}

// shareLayout draws a line at the foot of a box for the share that is done.
type shareLayout struct{ share float32 }

// MinSize is nothing.
func (*shareLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout is called by the toolkit.
func (l *shareLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const high = 3
	for _, o := range objects {
		o.Move(fyne.NewPos(1, size.Height-high-1))
		o.Resize(fyne.NewSize(float32(int((size.Width-2)*l.share)), high))
	}
}
