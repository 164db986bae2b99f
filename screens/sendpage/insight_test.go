package sendpage

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
)

// The buttons that send are in sight without scrolling, however much stands above
// them: the preview gives way first, then what will happen.
func TestTheButtonsAreAlwaysInSight(t *testing.T) {
	warned := func(d *fakeDeps) {
		long := app.Say("The gateway does not run, so nothing is sent until it does. This is a long warning that needs several lines of the narrow column.")
		d.findings = []bulk.Finding{d.findings[1], d.findings[2]}
		for range 6 {
			d.findings = append(d.findings, bulk.Finding{ID: bulk.FindGateway, Level: bulk.Warning, What: long})
		}
	}
	for name, change := range map[string]func(*fakeDeps){"usual": nil, "charged": charged, "warned": warned} {
		for _, size := range []fyne.Size{pageSize, pageSmall} {
			t.Run(fmt.Sprintf("%s %g", name, size.Width), func(t *testing.T) {
				light(t, func(t *testing.T, ui *frametest.UI) {
					d := sample()
					if change != nil {
						change(d)
					}
					s, shell := composed(t, ui, size, d)
					tall(ui, s)
					s.many.panel.pace.SetValue(paceOwn)
					s.many.show()
					ui.Settle()
					c, p := shell.Win.Canvas(), s.many.panel
					inSight(t, c, p.send, "send")
					inSight(t, c, p.test, "test")
					inSight(t, c, s.many.preview.card, "preview")
					require.GreaterOrEqual(t, s.many.preview.card.Size().Height, float32(previewLeast))
					require.Less(t, s.many.preview.card.Size().Height, s.many.preview.card.MinSize().Height, "it gives way")
					at := ui.AbsolutePositionForObject(p.send)
					require.GreaterOrEqual(t, at.Y, ui.Bottom("Schedule and pace"))
					p.showStoring(1, 2)
					ui.Settle()
					inSight(t, c, p.test, "test while it is stored")

					s.show(viewOne)
					s.one.pick.choose(pictured())
					s.one.when.SetValue(whenLater)
					s.one.show()
					ui.Settle()
					inSight(t, c, s.one.send, "send one")
					inSight(t, c, s.one.test, "test one")
				})
			})
		}
	}
}

// Who sent goes on with the keyboard on the page that follows it: at Pause, and
// never at what starts something.
func TestTheProgressPageHasTheFocus(t *testing.T) {
	for status, want := range map[app.BulkStatus]string{app.BulkRunning: "Pause", app.BulkScheduled: "Change the pace", app.BulkDone: "Save report"} {
		light(t, func(t *testing.T, ui *frametest.UI) {
			d := running()
			d.bulks[0].Status = status
			shell := &frametest.Shell{}
			p := NewProgress(d.deps(), shell, clock)
			ui.Open(p, shell, pageSize, frame.BulkPart(9))
			require.Equal(t, want, ui.Focused())
			ui.Key(fyne.KeyTab)
			there := ui.Focused()
			p.readNow()
			ui.Settle()
			require.Equal(t, there, ui.Focused(), "news do not move it")
			p.Leave()
		})
	}
}

// At the limit for failures the person says how to go on.
func TestGoOnAfterTheLimit(t *testing.T) {
	for choice, want := range map[string]string{"": "resume 9", "Go on whatever fails": "resume anyway 9"} {
		light(t, func(t *testing.T, ui *frametest.UI) {
			d := running()
			d.bulks[0].Status, d.bulks[0].Why = app.BulkStopped, atLimit
			p, _ := followed(ui, pageSize, d)
			ui.Press("Go on")
			require.Contains(t, ui.Texts(), "Go on after 24 failed?")
			require.Contains(t, ui.Texts(), "909 messages are left.")
			require.Contains(t, ui.Texts(), "more than 5% of 200 messages")
			require.Empty(t, d.asked)
			require.Equal(t, "Not yet", ui.Focused())
			if choice != "" {
				ui.Press(choice)
			} else {
				ui.Golden("go-on-light")
			}
			ui.Press("Go on")
			require.Equal(t, []string{want}, d.asked)
			p.Leave()
		})
	}
}

// A popover without a control inside closes on Esc, and the focus is back where it
// was.
func TestPopoversOfWordsCloseOnEsc(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		_, shell := composed(t, ui, pageSize, d)
		for _, name := range []string{"About the pace", "Up to Rp 861,310"} {
			shell.Win.Canvas().Focus(ui.Control(name))
			ui.Key(fyne.KeySpace)
			require.Equal(t, 1, ui.Layers(), name)
			ui.Key(fyne.KeyEscape)
			require.Zero(t, ui.Layers(), name)
			require.Equal(t, name, ui.Focused())
		}
	})
}
