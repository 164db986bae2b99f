package historypage

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func run(t *testing.T, list []app.Message, do func(t *testing.T, ui *frametest.UI, w *world)) {
	t.Helper()
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) { do(t, ui, newWorld(ui, list)) })
}

// more puts messages on top of the list.
func (w *world) more(n int) {
	next := len(w.history.list)
	for i := range n {
		w.history.list = append([]app.Message{
			made(next+i+1, now, "+6281200000000", "New", "otp_login_code", app.MessageQueued, app.SourceAPI, ""),
		}, w.history.list...)
	}
}

func (w *world) first() string { return w.list.rows[0].Cells[1].Text }

func TestPagesByKeySet(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		assert.Contains(t, ui.Texts(), "Showing 1-50 of 72")
		assert.True(t, ui.Control("Newer messages").Disabled())
		ui.Press("Older messages")
		assert.Contains(t, ui.Texts(), "Showing 51-72 of 72")
		assert.True(t, ui.Control("Older messages").Disabled())
		assert.Equal(t, app.MessageID(23), w.history.asked[len(w.history.asked)-1].After)
		ui.Press("Newer messages")
		assert.Contains(t, ui.Texts(), "Showing 1-50 of 72")
		assert.Equal(t, "+62 812-5550-1423", w.first())

		w.history.counts = &app.HistoryCounts{Total: 1000, More: true, Read: -1, Failed: -1}
		w.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Showing 1-50 of 1,000+")
		assert.Contains(t, ui.Texts(), "not counted")
	})
}

func TestRowsComeInWhileNobodyReads(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.more(2)
		w.Reload()
		ui.Settle()
		assert.Equal(t, "+62 812-0000-0000", w.first())
		assert.Nil(t, ui.Control("2 new"))
	})
}

func TestRowsThatAreReadKeepTheirPlaces(t *testing.T) {
	for name, freeze := range map[string]func(*frametest.UI, *world){
		"details are open": func(ui *frametest.UI, w *world) { w.pick(ui, 6) },
		"another page":     func(ui *frametest.UI, w *world) { ui.Press("Older messages") },
	} {
		t.Run(name, func(t *testing.T) {
			run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
				w.open(ui, frametest.PageSize, "")
				freeze(ui, w)
				first, selected := w.first(), w.list.table.Selected()
				w.more(12)
				for i := range w.history.list { // and states move on
					if m := &w.history.list[i]; m.Status == app.MessageQueued || m.Status == app.MessageRead {
						m.Status = app.MessageDelivered
					}
				}
				w.Reload()
				ui.Settle()
				assert.Equal(t, first, w.first(), "rows do not move")
				assert.Equal(t, selected, w.list.table.Selected())
				assert.NotContains(t, w.list.rows[7%len(w.list.rows)].Cells[3].Text, "Queued")
				require.NotNil(t, ui.Control("12 new"))
				ui.Press("12 new")
				assert.Equal(t, "+62 812-0000-0000", w.first())
				assert.Nil(t, ui.Control("12 new"))
				assert.Empty(t, w.detail.mark)
			})
		})
	}
}

func TestARowThatLeavesTheFilterStaysUntilThePageTurns(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, frame.HistoryPart(frame.HistoryLink{Status: app.MessageQueued}))
		require.Equal(t, 1, len(w.list.shown))
		w.pick(ui, 0)
		for i := range w.history.list {
			if w.history.list[i].ID == w.list.shown[0].ID {
				w.history.list[i].Status = app.MessageFailed
			}
		}
		w.Reload()
		ui.Settle()
		assert.Equal(t, "Failed", w.list.rows[0].Cells[3].Text)
		ui.Press("Close")
		assert.Contains(t, ui.Texts(), "Nothing matches these filters")
		ui.Press("Clear filters")
		assert.Contains(t, ui.Texts(), "Showing 1-50 of 72")
	})
}

func TestEventsInAStreamAreGathered(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.history.gate = make(chan struct{})
		before := len(w.history.asked)
		for range 20 {
			w.Reload()
		}
		ui.Settle()
		close(w.history.gate)
		ui.Settle()
		assert.LessOrEqual(t, len(w.history.asked)-before, 2, "one reading that is under way, and one after it")
	})
}

func TestSearchWaitsAndTheLatestOneCounts(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		before := len(w.history.asked)
		w.FocusSearch()
		ui.Type("bp. ag")
		ui.Pass(200 * time.Millisecond)
		assert.Len(t, w.history.asked, before, "nothing is asked while somebody types")
		ui.Pass(100 * time.Millisecond)
		assert.Equal(t, "bp. ag", w.history.asked[before].Filter.Search)
		assert.Equal(t, 1, len(w.list.shown))
		assert.Contains(t, ui.Texts(), "Days are not counted for searches, keys and bulk sends.")

		w.history.gate = make(chan struct{})
		ui.Type("joko")
		ui.Pass(300 * time.Millisecond)
		w.history.gate = nil // the older question still waits
		ui.Type("tono")
		ui.Pass(300 * time.Millisecond)
		require.Equal(t, 1, len(w.list.shown))
		assert.Equal(t, "Tono", w.list.shown[0].Name)
		ui.Key(fyne.KeyEscape)
		assert.Equal(t, pageRows, len(w.list.shown))
	})
}

func TestSlowAnswersAndTooLongOnes(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.history.hang = true
		w.filters.set(func(c *choice) { c.status = string(app.MessageRead) })
		ui.Pass(200 * time.Millisecond)
		assert.False(t, w.strip.dimmed)
		assert.Contains(t, ui.Texts(), "Showing 1-50", "the rows stay at first")
		ui.Pass(200 * time.Millisecond)
		assert.True(t, w.strip.dimmed, "old numbers turn grey")
		assert.NotContains(t, ui.Texts(), "Showing 1-50")
		ui.Pass(readWithin)
		assert.Contains(t, ui.Texts(), "This takes too long")
		w.history.hang = false
		ui.Press("Look at the last 7 days")
		assert.Equal(t, spanWeek, w.filters.chosen.span)
		assert.Contains(t, ui.Texts(), "Showing 1-50")
		assert.False(t, w.strip.dimmed)
	})
}

func TestErrorsAreShownAndTriedAgain(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.history.err = app.NewError(app.CodeInternal, app.Say("The disk could not be read.")).Because(errors.New("eio"))
		w.open(ui, frametest.PageSize, "")
		assert.Contains(t, ui.Texts(), "The messages could not be read")
		ui.Press("Copy details")
		assert.NotContains(t, w.shell.Said[0], "eio")
		w.history.err = nil
		ui.Press("Try again")
		assert.Contains(t, ui.Texts(), "Showing 1-50 of 72")
	})
}

func TestLinksNarrow(t *testing.T) {
	for part, want := range map[frame.HistoryLink]int{
		{Bulk: 7}: 3, {Status: app.MessageFailed}: 3, {Template: "payment_received"}: 2, {Key: 4}: 0, {Key: 3}: 50, {Status: app.MessageFailed, Days: 7}: 3,
	} {
		run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
			w.open(ui, frametest.PageSize, frame.HistoryPart(part))
			assert.Equal(t, want, len(w.list.shown), part)
		})
	}
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, frame.HistoryPart(frame.HistoryLink{Message: "msg_0070"}))
		assert.Equal(t, "msg_0070", w.detail.mark)
		require.GreaterOrEqual(t, w.list.table.Selected(), 0, "its row is marked")
		assert.Equal(t, "msg_0070", w.list.shown[w.list.table.Selected()].Mark)
		assert.Contains(t, ui.Texts(), "From API key Core banking")
		assert.True(t, w.Escape())
		assert.False(t, w.Escape())
	})
	_, ok := frame.PartHistory("gateway")
	assert.False(t, ok)
}

func TestFiltersTravelTogether(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.filters.detail.OnChanged("3")
		ui.Settle()
		assert.Equal(t, app.SourceAPI, w.filters.chosen.source, "a key belongs to the API")
		w.filters.source.OnChanged("bulk")
		ui.Settle()
		assert.Zero(t, w.filters.chosen.key)
		w.filters.detail.OnChanged("7")
		assert.Equal(t, app.BulkID(7), w.filters.chosen.bulk)
		ui.Settle()
		assert.Equal(t, 3, len(w.list.shown))
		w.filters.source.OnChanged("window")
		ui.Settle()
		assert.Zero(t, w.filters.chosen.bulk)
		w.Enter(context.Background(), frame.Place{Agent: 2, Environment: app.Draft}, "")
		ui.Settle()
		assert.Equal(t, choice{}, w.filters.chosen, "another place begins anew")
	})
}

func TestDetailsTellWhatHappened(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.pick(ui, 2)
		for _, want := range []string{
			"From API key Core banking", "Sent to Meta", "09:41:02", "09:41:07", "This number is not on WhatsApp.", "What to do: Check the number", "Meta code 131026",
			"Bp. Agus, installment_reminder, English",
		} {
			assert.Contains(t, ui.Texts(), want)
		}
		ui.Press("Copy details")
		assert.Contains(t, w.shell.Said[0], "Message ID: msg_0070")
		assert.NotContains(t, w.shell.Said[0], "KPR-19077", "values stay where they are")
		ui.Press("Send again")
		assert.Equal(t, []string{"again msg_0070"}, w.sent)
		assert.Equal(t, "Queued again for +62 812-5550-6604", w.shell.Said[1])
		assert.Equal(t, "Look at it", w.shell.Action)
		w.shell.Do()
		assert.Equal(t, "go history message=msg_again", w.shell.Said[2])

		w.pick(ui, 0)
		assert.Nil(t, ui.Control("Send again"), "it arrived")
		w.pick(ui, 11)
		assert.Nil(t, ui.Control("Send again"))
		assert.Contains(t, ui.Texts(), "it would come out of turn")
		w.pick(ui, 3)
		assert.Contains(t, ui.Texts(), "This template is not known here")
	})
}

func TestDoubtIsEndedByAPerson(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		w.pick(ui, 9)
		assert.Contains(t, ui.Texts(), "Nobody knows whether this message went out")
		assert.Contains(t, ui.Texts(), "Try 1")
		ui.Press("It arrived")
		ui.Press("Send again")
		assert.Contains(t, ui.Texts(), "gets it twice, and it is charged twice")
		ui.Press("Leave it")
		ui.Press("Send again")
		ui.Press("Send again") // the one of the dialog
		assert.Equal(t, []string{"resolve msg_0063 false", "resolve msg_0063 true"}, w.sent)

		w.sendFail = app.NewError(app.CodeConflict, app.Say("There is no doubt about this message any more."))
		ui.Press("It arrived")
		assert.Contains(t, strings.Join(w.shell.Said, "\n"), "There is no doubt")
	})
}

func TestWhoMayOnlyLookSendsNothing(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.deps.Role = func(app.AgentID) app.Role { return app.Viewer }
		w.open(ui, frametest.PageSize, "")
		for _, row := range []int{2, 9} {
			w.pick(ui, row)
			assert.Nil(t, ui.Control("Send again"))
			assert.Nil(t, ui.Control("It arrived"))
			assert.NotNil(t, ui.Control("Copy details"))
		}
	})
}

func TestExportGoesOnBesideThePage(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.shell.Path = filepath.Join(t.TempDir(), "history.csv")
		step := make(chan struct{})
		w.history.export = func(ctx context.Context, out io.Writer, progress func(done, total int64)) error {
			progress(41, 100)
			select {
			case <-step:
			case <-ctx.Done():
				return ctx.Err()
			}
			_, err := io.WriteString(out, "id\n")
			progress(100, 100)
			return err
		}
		w.open(ui, frametest.PageSize, frame.HistoryPart(frame.HistoryLink{Status: app.MessageFailed}))
		w.MainAction()
		assert.Contains(t, ui.Texts(), "the filters let through are written: 3.")
		ui.Press("For Excel")
		ui.Press("Choose the place")
		assert.Contains(t, ui.Texts(), "Exporting 41%")
		assert.Nil(t, ui.Control("Export CSV"))
		w.Leave()
		w.enter(ui, "")
		assert.Contains(t, ui.Texts(), "Exporting 41%")
		close(step)
		ui.Settle()
		assert.NotNil(t, ui.Control("Export CSV"))
		assert.Equal(t, []bool{true}, w.history.excel)
		assert.Equal(t, []app.MessageStatus{app.MessageFailed}, w.history.wrote[0].Statuses)
		assert.Equal(t, "100 messages exported", w.shell.Last())
		assert.Equal(t, "Open folder", w.shell.Action)
		w.shell.Do()
		assert.Equal(t, "open "+filepath.Dir(w.shell.Path), w.shell.Last())
		data, err := os.ReadFile(w.shell.Path)
		require.NoError(t, err)
		assert.Equal(t, "id\n", string(data))

		w.shell.Path = filepath.Join(t.TempDir(), "other.csv")
		step = make(chan struct{})
		w.MainAction()
		ui.Press("Choose the place")
		ui.Press("Stop the export")
		ui.Settle()
		assert.NotNil(t, ui.Control("Export CSV"))
		assert.NoFileExists(t, w.shell.Path)

		w.history.export = func(context.Context, io.Writer, func(done, total int64)) error {
			return app.NewError(app.CodeInternal, app.Say("The disk is full."))
		}
		w.MainAction()
		ui.Press("Choose the place")
		assert.Equal(t, "Try again", w.shell.Action)
		w.shell.Do()
		assert.Equal(t, 1, ui.Layers())
	})
}

func TestDaysAreChosenInTheCalendar(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		ui.Press("Days: 19 Oct - 17 Nov")
		ui.Press("Last 7 days")
		assert.Contains(t, ui.Texts(), "11 Nov - 17 Nov")
		assert.Equal(t, day(now).AddDate(0, 0, -6), w.history.asked[len(w.history.asked)-1].Filter.From)
		ui.Press("Days: 11 Nov - 17 Nov")
		grid := ui.Control("Nov 2026, 17")
		require.NotNil(t, grid)
		for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyUp, fyne.KeyReturn, fyne.KeyRight, fyne.KeyRight, fyne.KeyReturn} {
			grid.TypedKey(&fyne.KeyEvent{Name: k})
		}
		ui.Settle()
		assert.Contains(t, ui.Texts(), "9 Nov - 11 Nov")
		f := w.history.asked[len(w.history.asked)-2].Filter
		assert.Equal(t, time.Date(2026, 11, 12, 0, 0, 0, 0, time.Local), f.Until)
		assert.Contains(t, ui.Texts(), "No message in these days")
		ui.Press("Look at all time")
		assert.Contains(t, ui.Texts(), "All time")
	})
}
