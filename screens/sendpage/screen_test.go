package sendpage

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func light(t *testing.T, do func(t *testing.T, ui *frametest.UI)) {
	t.Helper()
	frametest.Run(t, kit.ModeLight, do)
}

// A file with three problem rows: they are mended and skipped in place, and the
// rest is planned after a question that names the number.
func TestManyFromAFile(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, shell := composed(t, ui, pageSize, d)
		text := ui.Texts()
		for _, want := range []string{"All 5 matched by name", "3 rows have a problem", "2,415 rows are ready", "At least 3 digits are missing", "Amount is empty", "Same number as row 2", "1 of 2,415", "85,388", "2 minutes"} {
			require.Contains(t, text, want)
		}
		s.many.problems.act(0)
		ui.Type("0812-5559-0007")
		ui.Key(fyne.KeyReturn)
		require.Contains(t, ui.Texts(), "2 rows have a problem")
		require.Contains(t, ui.Texts(), "2,416 rows are ready")
		s.many.problems.act(1)
		ui.Settle()
		require.Contains(t, shell.Said, "Row 1,378 is skipped")
		require.Contains(t, ui.Texts(), "1 row has a problem")
		shell.Do()
		ui.Settle()
		require.Contains(t, ui.Texts(), "2 rows have a problem")
		ui.Press("Save problem rows")
		require.Contains(t, shell.Saved["november-due-problems.csv"], "Amount is empty")
		require.Equal(t, 2, strings.Count(shell.Saved["november-due-problems.csv"], "KPR-"))

		ui.Ctrl(fyne.KeyReturn)
		s.MainAction()
		ui.Settle()
		require.Contains(t, ui.Texts(), "Send to 2,416 real customers?")
		require.Empty(t, d.orders)
		ui.Press("Send to 2,416 people")
		require.Len(t, d.orders, 1)
		o := d.orders[0]
		require.Equal(t, app.TemplateID(5), o.Template)
		require.True(t, o.DueAt.IsZero())
		require.InDelta(t, 20, o.Pace, 0)
		require.Equal(t, 5, o.Trial)
		require.Equal(t, 5, o.FailLimit)
		require.NotNil(t, o.Checked, "the file need not be read again")
		require.Equal(t, 2416, o.Checked.People())
		require.Contains(t, shell.Said, "go send-progress bulk:9")
		require.Contains(t, ui.Texts(), "Drop a CSV file here", "the form is free for the next one")
	})
}

// A channel that is slower than every usual pace offers its own limit, and says
// whose it is; what the provider charges for is told as far as it is known.
func TestSlowChannelOffersItsLimit(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.sending = protocol.Sending{Provider: "Qontak", PerSecond: 100.0 / 60, Why: app.Say("Qontak allows {{.N}} messages a minute with one sign-in.", "N", 100)}
		d.findings = append(d.findings[:3], bulk.Finding{ID: bulk.FindCharge, Level: bulk.Fine, Number: -1, What: app.Say("What Qontak charges stands in the contract.")})
		s, _ := composed(t, ui, pageSize, d)
		text := ui.Texts()
		for _, want := range []string{"At most, 100 per minute", "24 minutes", "Charged by Qontak", "As in the contract"} {
			require.Contains(t, text, want)
		}
		s.many.panel.explainPace()
		ui.Settle()
		require.Contains(t, ui.Texts(), "Qontak allows 100 messages a minute with one sign-in.")
		s.many.panel.explainCharge()
		ui.Settle()
		require.Contains(t, ui.Texts(), "What Qontak charges stands in the contract. No provider tells amounts, so none is shown.")
		_, wrong := parsePace("2", paceMost(d.sending))
		require.Equal(t, "This number allows 100 per minute at most", wrong)
		require.InDelta(t, 100.0/60, s.many.order().Pace, 1e-9)
		m := latestRow(app.Message{Status: app.MessageFailed, BulkRow: 1017, Reason: app.Say("Not on WhatsApp.")}, nil)
		require.Equal(t, kit.Cell{Text: "Not on WhatsApp", Tip: "Row 1,017: Not on WhatsApp.", Token: kit.Text2}, m.Cells[4])
	})
}

// What the service refuses stands where it can be mended; nothing is lost.
func TestRefusedOrderKeepsTheForm(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.failing = app.Invalid("file", "Row 7 of the file cannot be sent.")
		s, _ := composed(t, ui, pageSize, d)
		s.MainAction()
		ui.Press("Send to 2,415 people")
		require.Contains(t, ui.Texts(), "Row 7 of the file cannot be sent.")
		require.Contains(t, ui.Texts(), "november-due.csv")
		require.False(t, s.many.panel.send.Busy())
	})
}

// In Draft nobody is asked.
func TestDraftSendsAtOnce(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		s.Enter(context.Background(), frame.Place{Agent: 1, Environment: app.Draft}, frame.TemplatePart(5))
		ui.Settle()
		d.browse = due(t)
		ui.Press("Browse")
		s.many.panel.when.SetValue(whenLater)
		s.many.show()
		s.MainAction()
		ui.Settle()
		require.Len(t, d.orders, 1)
		require.Equal(t, time.Date(2031, 11, 18, 9, 0, 0, 0, time.Local), d.orders[0].DueAt)
		require.Equal(t, "Asia/Jakarta", d.orders[0].Zone)
	})
}

// A value for everybody stands in for a column, and the rows are read again.
func TestSameForEverybody(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		s, _ := composed(t, ui, pageSize, sample())
		l := s.many.match.lines[2]
		l.pick.OnChanged(sameForAll)
		ui.Settle()
		s.MainAction()
		require.Contains(t, ui.Texts(), "1 has no column yet")
		require.Equal(t, "Amount, the same for everybody", ui.Focused())
		require.Zero(t, ui.Layers())
		ui.Type("Rp 99")
		ui.Key(fyne.KeyReturn)
		require.Equal(t, "Rp 99", s.many.preview.values()["2"])
		require.NotContains(t, ui.Texts(), "Amount is empty")
	})
}

// The main button says what is missing, one after the other, where it is given.
func TestSendSaysWhatIsMissing(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		ui.Press("Send")
		require.Contains(t, ui.Texts(), "Choose a template first.")
		require.Equal(t, "Template", ui.Focused())
		s.many.pick.choose(reminder())
		ui.Press("Send")
		require.NotContains(t, ui.Texts(), "Choose a template first.")
		require.Contains(t, ui.Texts(), "Choose a file with recipients first.")
		require.Equal(t, "Browse", ui.Focused())
		s.TakeFiles([]string{write(t, "x.csv", "phone,name,amount,loan number\n12,Sari,1,2\n")}, fyne.Position{})
		ui.Settle()
		require.NotContains(t, ui.Texts(), "Choose a file with recipients first.")
		ui.Press("Send")
		require.Equal(t, "Column for Due date", ui.Focused())
		s.many.match.lines[4].pick.OnChanged("1")
		ui.Settle()
		ui.Press("Send")
		require.Contains(t, ui.Texts(), "No row of this file can be sent to.")
		require.Empty(t, d.orders)
		require.Zero(t, ui.Layers())
	})
}

// Reading can be stopped, and a file that cannot be read says why.
func TestReadingIsStopped(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		d.hold = make(chan struct{})
		s, _ := opened(ui, pageSize, d)
		s.TakeFiles([]string{due(t)}, fyne.Position{})
		ui.Settle()
		require.Contains(t, ui.Texts(), "Reading 0 rows")
		ui.Press("Stop")
		require.Contains(t, ui.Texts(), "Drop a CSV file here")
		s.TakeFiles([]string{write(t, "x.csv", "081255501423,Sari\n")}, fyne.Position{})
		ui.Settle()
		require.Contains(t, ui.Texts(), "no column names")
	})
}

// A template that cannot be sent is told why.
func TestTemplateThatIsNotReady(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, sample())
		s.Enter(context.Background(), frame.Place{Agent: 1, Environment: app.Published}, frame.TemplatePart(6))
		ui.Settle()
		require.Contains(t, ui.Texts(), "branch_news is in review, so nothing can be sent from it.")
	})
}

// One message is checked at its fields, sent after a question, and followed.
func TestOneMessage(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		s.show(viewOne)
		s.MainAction()
		ui.Settle()
		require.NotEmpty(t, s.one.to.ErrorText())
		s.one.to.SetText("0812-5550-1423")
		s.MainAction()
		require.Contains(t, ui.Texts(), "Choose a template first.")
		s.one.pick.choose(reminder())
		s.MainAction()
		ui.Settle()
		require.NotEmpty(t, s.one.values["1"].ErrorText())
		for k, v := range map[string]string{"1": "Ibu Sari", "2": "Rp 1", "3": "K-1", "4": "1 Dec"} {
			s.one.values[k].SetText(v)
		}
		s.MainAction()
		ui.Settle()
		require.Empty(t, d.sent)
		require.Contains(t, ui.Texts(), "installment_reminder goes to +62\u00a0812-5550-1423.")
		ui.Press("Send the message")
		require.Len(t, d.sent, 1)
		require.Equal(t, "+6281255501423", d.sent[0].To)
		require.Equal(t, []string{"Ibu Sari", "Rp 1", "K-1", "1 Dec"}, d.sent[0].Content.Template.Body)
		require.Equal(t, app.SourceWindow, d.sent[0].Source)
		require.Contains(t, ui.Texts(), "Waiting")
		m := d.messages["msg_1"]
		m.Status, m.ReadAt = app.MessageRead, now
		d.messages["msg_1"] = m
		s.Reload()
		ui.Settle()
		require.Contains(t, ui.Texts(), "Read")
	})
}

// Doubt about a message is ended by a person.
func TestDoubtIsEnded(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		typedOne(ui, s)
		ui.Press("It did not: send it again")
		require.Equal(t, []string{"resolve msg_2 true"}, d.asked)
	})
}

// A test goes to one's own phone, never to the channel's own number.
func TestTestToMyPhone(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		composed(t, ui, pageSize, d)
		ui.Press("Send a test to my phone first")
		ui.Type("0811-5550-0188")
		ui.Press("Send one message")
		require.Contains(t, ui.Texts(), "This is the channel's own number.")
		ui.Type("0811-5550-0001")
		ui.Press("Send one message")
		require.Len(t, d.sent, 1)
		require.Equal(t, []string{"Ibu Sari", "Rp 4,250,000", "KPR-20418", "25 November 2026"}, d.sent[0].Content.Template.Body)
		require.Zero(t, ui.Layers())
	})
}

// Numbers are pasted into the opt-out list, and taken off after a question.
func TestOptOutList(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, _ := opened(ui, pageSize, d)
		s.showOptOuts()
		ui.Settle()
		require.Contains(t, ui.Texts(), "Nobody is on the list")
		good, wrong := parseNumbers("0812-5550-1423, +62 813 5550 9027\nno number\n081255501423", "ID")
		require.Equal(t, []string{"+6281255501423", "+6281355509027"}, good)
		require.Equal(t, []string{"no number"}, wrong)
		d.outs = good
		s.showOptOuts()
		ui.Settle()
		require.Contains(t, ui.Texts(), "2 numbers")
	})
}

func TestViewerOnlyLooks(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := manySends()
		d.role = app.Viewer
		s, shell := opened(ui, pageSize, d)
		require.Contains(t, ui.Texts(), "You can look, not send.")
		require.Nil(t, ui.Control("Many from a file"))
		s.MainAction()
		s.TakeFiles([]string{"x"}, fyne.Position{})
		ui.Settle()
		require.Zero(t, ui.Layers())
		s.sends.open(0)
		require.Contains(t, shell.Said, "go send-progress bulk:20")
	})
}

// What can be done depends on the state, and asks where it cannot be undone.
func TestProgressButtons(t *testing.T) {
	for _, c := range []struct {
		status  app.BulkStatus
		button  string
		confirm string
		asked   string
	}{
		{app.BulkRunning, "Pause", "", "pause 9"}, {app.BulkPaused, "Go on", "", "resume 9"}, {app.BulkStopped, "Go on", "", "resume 9"},
		{app.BulkScheduled, "Start now", "Start now", "start 9"}, {app.BulkRunning, "Cancel the rest", "Cancel the rest", "cancel 9"}, {app.BulkPreparing, "Go on storing", "", "continue 9"},
	} {
		t.Run(string(c.status)+" "+c.button, func(t *testing.T) {
			light(t, func(t *testing.T, ui *frametest.UI) {
				d := running()
				d.bulks[0].Status = c.status
				p, _ := followed(ui, pageSize, d)
				ui.Press(c.button)
				if c.confirm != "" {
					require.Empty(t, d.asked)
					ui.Press(c.confirm)
				}
				require.Equal(t, []string{c.asked}, d.asked)
				p.Leave()
			})
		})
	}
}

// However many events come, it is read four times a second at most, and not at
// all while none come.
func TestProgressReadsNowAndThen(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := running()
		shell := &frametest.Shell{}
		p := NewProgress(d.deps(), shell, app.SystemClock)
		shell.Win = ui.Show(p.Content(), pageSize)
		p.Enter(context.Background(), frame.Place{Agent: 1, Environment: app.Published}, frame.BulkPart(9))
		ui.Settle()
		require.Equal(t, "Installment reminder, November", p.Title())
		require.NotZero(t, shell.Retitled)
		reads := len(d.pages)
		for range 40 {
			p.Reload()
			ui.Pass(25 * time.Millisecond)
		}
		require.LessOrEqual(t, len(d.pages)-reads, 5)
		ui.Pass(time.Second)
		reads = len(d.pages)
		ui.Pass(time.Minute)
		require.Len(t, d.pages, reads)
		p.Leave()
	})
}

func TestFailedRowsAreSaved(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := running()
		p, shell := followed(ui, pageSize, d)
		ui.Press("Save failed rows")
		ui.Press("For Excel with Indonesian or European settings")
		ui.Press("Choose the place")
		require.Equal(t, []string{"report 9 true true"}, d.asked)
		require.Contains(t, shell.Saved, "Installment-reminder-November-failed.csv")
		p.latest.choose.SetValue(listFailed)
		p.readNow()
		ui.Settle()
		require.Len(t, p.latest.list, 2)
		ui.Press("Open in History")
		require.Contains(t, shell.Said, "go history bulk=9")
	})
}

func TestWords(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "A moment", 3 * time.Second: "5 seconds", 45 * time.Second: "45 seconds", 58 * time.Second: "1 minute", 121 * time.Second: "2 minutes", 3 * time.Hour: "3 hours", 72 * time.Hour: "3 days"} {
		require.Equal(t, want, lasts(d), d)
	}
	require.Equal(t, "Time of this computer (WIB)", zoneText("", now))
	require.Equal(t, "WIB", zoneText("Etc/WIB", now))
	require.Equal(t, "Jakarta time (WIB)", zoneText("Asia/Jakarta", now))
	_, wrong := parsePace("100", paceFast)
	require.NotEmpty(t, wrong)
	n, wrong := parsePace("0,5", paceFast)
	require.Empty(t, wrong)
	require.InDelta(t, 0.5, n, 0)
	require.InDelta(t, 1000, paceMost(protocol.Sending{PerSecond: 1e9}), 0)
	require.InDelta(t, 80, paceMost(protocol.Sending{}), 0)
	require.Equal(t, "100 per minute", rate(100.0/60))
	require.Equal(t, "20 per second", rate(20))
	require.Equal(t, "Q4-due-2031", fileName("Q4, due. 2031/"))
	require.Len(t, needsOf(reminder()), 6)
	require.Equal(t, recipients.KeyPhone, needsOf(reminder())[0].Key)
}
