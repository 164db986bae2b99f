package sendpage

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// A message that failed says why in short; what was meant, what to do and which row of
// the file it was stand in the tip.
func TestFailuresHaveShortNames(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		d := running()
		p, _ := followed(ui, pageSize, d)
		note := func(row int) kit.Cell {
			cells := latestRow(p.latest.list[row], p.got.names).Cells
			return cells[len(cells)-1]
		}
		assert.Equal(t, kit.Cell{
			Text: "No WhatsApp", Tip: "Row 1,404: This number is not on WhatsApp. Ask the client to check these numbers.", Token: kit.Text2,
		}, note(2))
		assert.Equal(t, kit.Cell{Token: kit.Text2}, note(0), "it was sent")
		assert.Contains(t, ui.Texts(), "No WhatsApp")
		assert.Contains(t, ui.Texts(), "This number is not on WhatsApp", "why they failed is told in full")

		// A failure without a name, and names that cannot be read.
		d.latest[2].Code = "999"
		p.readNow()
		ui.Settle()
		assert.Equal(t, "This number is not on WhatsApp", note(2).Text)
		d.latest[2].Code, d.unnamed = "131026", app.NewError(app.CodeInternal, app.Say("The database cannot be read."))
		p.readNow()
		ui.Settle()
		assert.Equal(t, "This number is not on WhatsApp", note(2).Text)
		assert.Contains(t, note(2).Tip, "Row 1,404")
	})
}

// In the small window a short reason still has its column.
func TestTheNoteStaysInTheSmallWindow(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		followed(ui, pageSmall, running())
		assert.Contains(t, ui.Texts(), "Note")
		assert.Contains(t, ui.Texts(), "No WhatsApp")
		assert.Contains(t, ui.Texts(), "+62 813-5550-9027")
	})
}

// In the small window nothing of the first row is cut.
func TestTheFirstRowIsWhole(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := composed(t, ui, pageSmall, sample())
		for _, l := range s.many.match.lines {
			assert.False(t, l.first.IsCut(), l.first.FullText())
		}
		assert.False(t, s.many.file.name.IsCut())
	})
}

// A message that is leaving has no time yet: when it was stored says nothing.
func TestTheTimeOfAMessage(t *testing.T) {
	m := app.Message{CreatedAt: now.Add(-time.Hour), Status: app.MessageSending}
	assert.Equal(t, "Now", leftAt(m))
	m.Status = app.MessageUnknown
	assert.Equal(t, "-", leftAt(m))
	m.Status, m.FailedAt = app.MessageFailed, now
	assert.Equal(t, "09:41:07", leftAt(m))
	m.AcceptedAt = now.Add(-time.Second)
	assert.Equal(t, "09:41:06", leftAt(m))
}

// A file whose numbers a spreadsheet damaged says so in short, with what to do about it
// below, and values with a line break stay on their line.
func TestDamagedNumbersAreExplained(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, sample())
		s.many.pick.choose(reminder())
		s.TakeFiles([]string{write(t, "damaged.csv", "phone,name,amount,loan,due\n6.28126E+12,Sari,1,2,3\n0812-5550-1424,\"Bp.\nAgus\",1,2,3\n0812-5550-1423,Wulan,1,2,3\n")}, fyne.Position{})
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Rounded by the spreadsheet")
		assert.Contains(t, ui.Texts(), "A spreadsheet rounds long numbers to ones like 6.28E+12. Make the column with the numbers text there, save the file again, and drop it here.")
		assert.Contains(t, s.many.problems.row(0, s.many.problems.list[0]).Cells[3].Tip, "Make the column text there")
		assert.Equal(t, "Bp. Agus", s.many.problems.row(1, s.many.problems.list[1]).Cells[2].Text)
	})
}

// What was found for one file is not told of another one that nobody looked at yet.
func TestTheCostOfAnotherFileGoes(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, shell := composed(t, ui, pageSize, sample())
		assert.Contains(t, ui.Texts(), "Up to Rp 861,310")
		s.MainAction()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "These messages cost up to Rp 861,310", "the question before sending says it")
		ui.Key(fyne.KeyEscape)
		s.TakeFiles([]string{write(t, "other.csv", "phone,name\n0812-5550-1424,Agus\n"), "more.csv"}, fyne.Position{})
		ui.Settle()
		assert.Contains(t, shell.Said, "Only other.csv was taken: one file at a time")
		assert.NotContains(t, ui.Texts(), "Up to Rp 861,310")
		assert.Empty(t, s.many.findings)
	})
}

// The time of a planned bulk send is written in this computer's zone, so that is the one
// that is named, wherever it was chosen.
func TestThePlannedTimeNamesItsZone(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		d := running()
		d.bulks[0].Status, d.bulks[0].Zone, d.bulks[0].DueAt = app.BulkScheduled, "Asia/Makassar", now.Add(24*time.Hour)
		d.counts = app.BulkCounts{Held: 2415}
		p, _ := followed(ui, pageSize, d)
		assert.Contains(t, ui.Texts(), "Begins 18 Nov 09:41, Jakarta time (WIB)")
		p.head.askCancel()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Nothing went out yet. All of it is given up for good; to send it later, choose the file anew.")
		assert.Contains(t, ui.Texts(), "Cancel all")
	})
}

// Saving does no harm, so Enter goes on with it. What was cancelled does not wait.
func TestTheReportOfACancelledSend(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		d := running()
		d.bulks[0].Status, d.counts.Cancelled, d.counts.Held, d.counts.Queued = app.BulkCancelled, 909, 0, 0
		p, shell := followed(ui, pageSize, d)
		assert.NotContains(t, ui.Texts(), "Waiting")
		assert.Contains(t, ui.Texts(), "Cancelled")
		p.why.saveReport(false)
		ui.Settle()
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, []string{"report 9 false false"}, d.asked)
		assert.NotEmpty(t, shell.Said)
	})
}

// Digits that are missing are told while typing one number as they are for a file.
func TestATypedNumberHasAllItsDigits(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		good, wrong := parseNumbers("0812-5550-1423, 081234\n+65 9123 4567", "ID")
		assert.Equal(t, []string{"+6281255501423", "+6591234567"}, good)
		assert.Equal(t, []string{"081234"}, wrong)
		d := sample()
		s, _ := opened(ui, pageSize, d)
		s.show(viewOne)
		s.one.pick.choose(reminder())
		s.one.to.SetText("0812-555")
		s.one.ask()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "digits are missing.")
		assert.Empty(t, d.sent)
		_, problem := readNumber("0812-5550-1423-99", "ID")
		assert.Equal(t, "The number has too many digits.", problem)
	})
}
