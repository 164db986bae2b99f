package sendpage

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// walk presses Tab until it is back where it began, and gives the names of all
// stops. Each has a name, can be seen, and is reached the other way too.
func walk(t *testing.T, ui *frametest.UI, win fyne.Window) (stops []string) {
	t.Helper()
	c := win.Canvas()
	win.Resize(c.Size().AddWidthHeight(0, 1)) // a real window lays what grew out anew
	win.Resize(c.Size().SubtractWidthHeight(0, 1))
	ui.Settle()
	c.Unfocus()
	var first fyne.Focusable
	for range 200 {
		ui.Key(fyne.KeyTab)
		f := c.Focused()
		if f == first {
			break
		}
		if first == nil {
			first = f
		}
		name := ui.Focused()
		require.NotEmpty(t, name, "a stop after %v has no name", stops)
		require.False(t, strings.HasPrefix(name, "*"), "a %s after %v has no name", name, stops)
		inSight(t, c, f.(fyne.CanvasObject), name)
		stops = append(stops, name)
	}
	c.Unfocus()
	for i := range stops {
		ui.Back()
		require.Equal(t, stops[len(stops)-1-i], ui.Focused(), "Shift and Tab")
	}
	c.Unfocus()
	return stops
}

// inSight fails when what has the focus does not lie in the window.
func inSight(t *testing.T, c fyne.Canvas, o fyne.CanvasObject, name string) {
	t.Helper()
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	if _, list := o.(interface{ ScrollToTop() }); list {
		size.Height = 32 // at least its row with the mark
	}
	where := fmt.Sprintf("%q at %v, %v", name, at, size)
	require.GreaterOrEqual(t, at.Y, float32(-0.1), where)
	require.LessOrEqual(t, at.Y+size.Height, c.Size().Height+0.1, where)
	require.GreaterOrEqual(t, at.X, float32(0), where)
	require.LessOrEqual(t, at.X+size.Width, c.Size().Width+0.1, where)
}

var (
	modeStops = []string{"Many from a file", "Opt-out list"}
	sendStops = []string{"Send to 2,415 people", "Send a test to my phone first"}
)

// Every state of the page is walked through with Tab alone, in reading order, in
// the usual window and in the smallest one.
func TestKeyboardWalk(t *testing.T) {
	for _, size := range []fyne.Size{pageSize, pageSmall} {
		for name, c := range map[string]struct {
			file bool
			show func(*frametest.UI, *Screen, *fakeDeps)
			want []string
		}{
			"empty": {want: append(modeStops, "Template", "Browse", "Save a sample file", "Start, Now", "About the pace", "Pace", "Try 5 first, stop at 5% failed", "Send")},
			"template": {show: func(_ *frametest.UI, s *Screen, _ *fakeDeps) { s.many.pick.choose(reminder()) },
				want: append(modeStops, "Template", "Browse", "Save a sample file", "Start, Now", "About the pace", "Pace", "Try 5 first, stop at 5% failed", "Send", "Send a test to my phone first")},
			"file": {file: true, want: append(append(modeStops, "Template", "Browse", "Column for Phone number", "Column for Customer name", "Column for Amount", "Column for Loan number",
				"Column for Due date", "Save problem rows", "Rows with a problem", "Next message", "Start, Now", "About the pace", "Pace", "Up to Rp 861,310", "Try 5 first, stop at 5% failed"), sendStops...)},
			"mending": {file: true, show: func(ui *frametest.UI, s *Screen, _ *fakeDeps) { s.many.problems.act(0); ui.Settle() },
				want: append(append(modeStops, "Template", "Browse", "Column for Phone number", "Column for Customer name", "Column for Amount", "Column for Loan number",
					"Column for Due date", "Save problem rows", "Phone number in row 119", "Use it", "Skip the row", "Leave it", "Rows with a problem", "Next message", "Start, Now", "About the pace", "Pace", "Up to Rp 861,310", "Try 5 first, stop at 5% failed"), sendStops...)},
			"schedule": {file: true, show: func(_ *frametest.UI, s *Screen, d *fakeDeps) {
				s.many.match.lines[2].pick.OnChanged(sameForAll)
				s.many.choice.fixed["2"] = "Rp 1"
				s.many.changed()
				s.many.panel.when.SetValue(whenLater)
				s.many.panel.pace.SetValue(paceOwn)
				d.findings = []bulk.Finding{{ID: bulk.FindGateway, Level: bulk.Warning, What: app.Say("The gateway does not run.")}}
				s.many.show()
				s.many.preflight()
			}, want: append(modeStops, "Template", "Browse", "Column for Phone number", "Column for Customer name", "Column for Amount", "Amount, the same for everybody", "Column for Loan number",
				"Column for Due date", "Save problem rows", "Rows with a problem", "Next message", "Start, Later", "Day and time of the start", "About the pace", "Pace", "Messages per second", "Try 5 first, stop at 5% failed",
				"Open the settings", "Schedule 2,416 messages", "Send a test to my phone first")},
			"one": {show: func(ui *frametest.UI, s *Screen, _ *fakeDeps) {
				typedOne(ui, s)
				s.one.when.SetValue(whenLater)
				s.one.show()
			},
				want: []string{"One message", "Opt-out list", "Phone number", "Name", "Template", "Customer name", "Amount", "Loan number", "Due date", "It arrived", "It did not: send it again",
					"Start, Later", "Day and time of the start", "Schedule the message", "Send a test to my phone first"}},
			"sends": {show: func(_ *frametest.UI, s *Screen, d *fakeDeps) {
				d.bulks = manySends().bulks
				s.Reload()
				s.show(viewSends)
			},
				want: []string{"Bulk sends", "Opt-out list", "Bulk sends"}},
		} {
			t.Run(fmt.Sprintf("%s %g", name, size.Width), func(t *testing.T) {
				light(t, func(t *testing.T, ui *frametest.UI) {
					d := sample()
					open := opened
					if c.file {
						open = func(ui *frametest.UI, size fyne.Size, d *fakeDeps) (*Screen, *frametest.Shell) {
							return composed(t, ui, size, d)
						}
					}
					s, shell := open(ui, size, d)
					if c.show != nil {
						c.show(ui, s, d)
						ui.Settle()
					}
					require.Equal(t, c.want, walk(t, ui, shell.Win))
				})
			})
		}
	}
}

// The page of a bulk send is walked through in each of its states.
func TestKeyboardWalkOfProgress(t *testing.T) {
	list := []string{"Latest messages, All", "Latest messages"}
	for name, c := range map[string]struct {
		change func(*fakeDeps)
		want   []string
	}{
		"running": {nil, append(append([]string{"Pause", "Cancel the rest"}, list...), "Save failed rows", "Open in History")},
		"paused":  {func(d *fakeDeps) { d.bulks[0].Status = app.BulkPaused }, append(append([]string{"Change the pace", "Go on", "Cancel the rest"}, list...), "Save failed rows", "Open in History")},
		"stopped": {func(d *fakeDeps) { d.bulks[0].Status, d.gateway = app.BulkStopped, false }, append(append([]string{"Change the pace", "Go on", "Cancel the rest", "Open the settings"}, list...), "Save failed rows", "Open in History")},
		"done":    {func(d *fakeDeps) { d.bulks[0].Status = app.BulkDone }, append(append([]string{"Save report"}, list...), "Save failed rows", "Open in History")},
		"scheduled": {func(d *fakeDeps) {
			d.bulks[0].Status, d.counts, d.latest = app.BulkScheduled, app.BulkCounts{Held: 2415}, nil
		}, []string{"Change the pace", "Start now", "Cancel all", "Latest messages, All", "Open in History"}},
	} {
		for _, size := range []fyne.Size{pageSize, pageSmall} {
			t.Run(fmt.Sprintf("%s %g", name, size.Width), func(t *testing.T) {
				light(t, func(t *testing.T, ui *frametest.UI) {
					d := running()
					if c.change != nil {
						c.change(d)
					}
					p, shell := followed(ui, size, d)
					require.Equal(t, c.want, walk(t, ui, shell.Win))
					p.Leave()
				})
			})
		}
	}
}

// Dialogs begin at their first field, or at the button that changes nothing; Esc
// closes them and gives the focus back.
func TestKeyboardOfDialogs(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, shell := composed(t, ui, pageSize, d)
		c := shell.Win.Canvas()
		for name, want := range map[string]string{"Send to 2,415 people": "Not yet", "Send a test to my phone first": "Your own number", "Opt-out list": "Add numbers", "Try 5 first, stop at 5% failed": "Send the first 5 and wait"} {
			c.Focus(ui.Control(name))
			ui.Key(fyne.KeyReturn)
			require.Equal(t, 1, ui.Layers(), name)
			require.Equal(t, want, ui.Focused(), name)
			ui.Key(fyne.KeyEscape)
			require.Zero(t, ui.Layers(), name)
			require.Equal(t, name, ui.Focused())
		}
		require.Empty(t, d.orders)
		s.many.panel.when.Focus()
		ui.Key(fyne.KeyRight)
		require.Equal(t, "Start, Later", ui.Focused())
		ui.Key(fyne.KeyTab)
		require.Equal(t, "Day and time of the start", ui.Focused())
		ui.Key(fyne.KeySpace)
		require.Equal(t, 1, ui.Layers())
		ui.Key(fyne.KeyEscape)
		require.Equal(t, "Day and time of the start", ui.Focused())
		s.many.problems.table.Focus()
		ui.Key(fyne.KeyDown)
		ui.Key(fyne.KeyReturn)
		require.Equal(t, "Amount in row 903", ui.Focused())
		ui.Key(fyne.KeyEscape)
		require.Equal(t, "Rows with a problem", ui.Focused(), "the focus goes back to the list")
	})
}

// Where a button goes away that had the focus, the one in its place takes it over.
func TestKeyboardStaysAtTheFile(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		s.many.pick.choose(reminder())
		d.browse, d.hold = due(t), make(chan struct{})
		ui.Press("Browse")
		require.Equal(t, "Stop", ui.Focused())
		close(d.hold)
		ui.Settle()
		require.Equal(t, "Browse", ui.Focused())
		ui.Key(fyne.KeyTab)
		require.Equal(t, "Column for Phone number", ui.Focused())
		s.New()
		ui.Settle()
	})
}

// What has no name in common is matched by its order, and that is said.
func TestColumnsInOrderAreToBeChecked(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, sample())
		s.many.pick.choose(reminder())
		s.TakeFiles([]string{write(t, "x.csv", "phone,a,b,c,d\n081255501423,Sari,1,2,3\n")}, fyne.Position{})
		ui.Settle()
		require.Contains(t, ui.Texts(), "Matched by their order: check them")
		s.many.match.lines[2].pick.OnChanged("2")
		ui.Settle()
		require.Contains(t, ui.Texts(), "All 5 matched")
		require.NotContains(t, ui.Texts(), "check them")
	})
}

// Turning to another view with the arrows leaves the keyboard on the choice.
func TestArrowsTurnTheViews(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, sample())
		for ui.Focused() != "Many from a file" {
			ui.Key(fyne.KeyTab)
		}
		ui.Key(fyne.KeyRight)
		require.Equal(t, "Bulk sends", ui.Focused())
		require.True(t, s.modes[viewSends].State().Focused && !s.modes[viewMany].State().Focused)
		ui.Key(fyne.KeyLeft)
		ui.Key(fyne.KeyLeft)
		require.Equal(t, "One message", ui.Focused())
		require.True(t, s.modes[viewOne].State().Focused)
	})
}
