package activitypage

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/access"
	"channeldesk/screens/kit"
)

const (
	// exportShows is how long an export may take before its progress shows.
	exportShows = 300 * time.Millisecond
	// exportTells is how often progress is told at most.
	exportTells = 100 * time.Millisecond
)

// exporter writes what the filters let through into a file. UI thread only.
type exporter struct {
	s      *Screen
	button *kit.Button
	excel  bool // as last chosen
}

func newExporter(s *Screen) *exporter {
	e := &exporter{s: s}
	e.button = kit.NewButton(lang.L("Export CSV"), e.ask).WithIcon("download")
	return e
}

// ask lets the person choose the form of the file, and then the place.
func (e *exporter) ask() {
	excel := kit.NewCheckbox(lang.L("For Excel with Indonesian or European settings"))
	excel.SetChecked(e.excel)
	text := lang.L("Every line of the log is written, the newest first.")
	if c := e.s.lines.filters.chosen; c.narrowed() || !c.all {
		text = lang.L("Exactly the lines that the filters let through are written, the newest first.")
	}
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	next := kit.NewPrimary(lang.L("Choose the place"), func() {
		e.excel = excel.Checked()
		d.Close()
		e.save()
	})
	d = kit.ShowDialog(e.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Export the activity"), Width: 480, Actions: []*kit.Button{cancel, next}, Main: next,
		Body: kit.Col(12, kit.NewParagraph(kit.Text2, kit.Body, text+" "+lang.L("The export itself is written down too.")),
			kit.Col(0, excel, kit.Pad(0, 0, 0, 24, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("Semicolons between the values. Without it the file is plain CSV with commas."))))),
	})
}

func (e *exporter) save() {
	name := "activity-" + e.s.clock.Now().Local().Format("2006-01-02") + ".csv"
	f := e.s.lines.filters.chosen.filter(e.s.at.Agent, e.s.clock.Now())
	f.Limit = 0
	options := access.ExportOptions{ForExcel: e.excel}
	win := e.s.shell.Window()
	written := 0
	e.s.shell.SaveFile(name, func(ctx context.Context, w io.Writer) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		p := beginProgress(win, cancel)
		defer p.end()
		n := 0
		err := e.s.deps.ExportActivity(ctx, f, options, w, func(lines int) {
			n = lines
			p.tell(lines)
		})
		kit.Do(func() { written = n })
		return err
	}, func(path string, err error) {
		if err == nil && path != "" {
			e.s.shell.Toast(kit.KindOK, exportedText(written), lang.L("Open"), func() { e.s.shell.OpenFile(path) })
			e.s.Reload()
		}
	})
}

func exportedText(n int) string {
	if n == 1 {
		return lang.L("1 line exported")
	}
	return lang.L("{{.N}} lines exported", map[string]any{"N": kit.Number(n)})
}

// exportProgress is the dialog that shows how far an export is, once it takes a
// while. begin, tell and end are safe for concurrent use; the rest is for the UI
// thread.
type exportProgress struct {
	win    fyne.Window
	cancel context.CancelFunc
	timer  *time.Timer
	told   time.Time // by the writing goroutine alone
	over   bool
	lines  int
	count  *kit.Line
	dialog *kit.Dialog
}

func beginProgress(win fyne.Window, cancel context.CancelFunc) *exportProgress {
	p := &exportProgress{win: win, cancel: cancel}
	p.timer = time.AfterFunc(exportShows, func() { kit.Do(p.show) })
	return p
}

// tell notes how many lines are written.
func (p *exportProgress) tell(lines int) {
	if now := time.Now(); now.Sub(p.told) >= exportTells {
		p.told = now
		kit.Do(func() {
			p.lines = lines
			if p.count != nil {
				p.count.SetText(linesWritten(lines))
			}
		})
	}
}

func (p *exportProgress) end() {
	p.timer.Stop()
	kit.Do(func() {
		p.over = true
		p.dialog.Close()
	})
}

func (p *exportProgress) show() {
	if p.over {
		return
	}
	turning := kit.NewActivity(16, kit.PrimaryText)
	turning.Start()
	p.count = kit.NewLine(linesWritten(p.lines), kit.Body, kit.Text)
	stop := kit.NewButton(lang.L("Stop the export"), func() { p.dialog.Close() })
	p.dialog = kit.ShowDialog(p.win, kit.DialogOptions{
		Title: lang.L("Exporting the activity"), Width: 400, Body: kit.Row(12, turning, kit.Grow(p.count)), Actions: []*kit.Button{stop},
		OnClose: func() {
			turning.Stop()
			p.cancel()
		},
	})
}

func linesWritten(n int) string {
	return lang.L("{{.N}} lines written", map[string]any{"N": kit.Number(n)})
}
