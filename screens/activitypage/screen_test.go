package activitypage

import (
	"context"
	"errors"
	"io"
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

func TestScrollingReadsOnByKeyUntilTheEnd(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: longLog(250)}
		s, _ := opened(ui, pageSize, deps, app.Owner, "")
		assert.Equal(t, 100, s.lines.table.Len())
		assert.Contains(t, ui.Texts(), "The newest 100 lines; more come while you scroll")
		s.lines.table.Focus()
		ui.Key(fyne.KeyEnd)
		require.Len(t, deps.asked, 2)
		assert.Equal(t, int64(151), deps.asked[1].Before)
		assert.Equal(t, 200, s.lines.table.Len())
		ui.Key(fyne.KeyEnd)
		assert.Equal(t, 250, s.lines.table.Len())
		assert.Contains(t, ui.Texts(), "250 lines, all there are")
		ui.Key(fyne.KeyHome)
		ui.Key(fyne.KeyEnd)
		assert.Len(t, deps.asked, 3, "nothing is read beyond the end")
	})
}

func TestReadingOnThatFailsIsTriedAgainByThePerson(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: longLog(150)}
		s, _ := opened(ui, pageSize, deps, app.Owner, "")
		deps.err = errors.New("disk")
		s.lines.table.Focus()
		ui.Key(fyne.KeyEnd)
		assert.Contains(t, ui.Texts(), "The next lines could not be read")
		deps.err = nil
		ui.Press("Try again")
		assert.Equal(t, 150, s.lines.table.Len())
	})
}

func TestNewLinesComeBeforeThoseThatAreKnown(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: longLog(150)}
		s, _ := opened(ui, pageSize, deps, app.Owner, "")
		come := func(id int64) {
			deps.log = append([]app.Activity{{ID: id, At: now, AgentID: 1, By: "Raka Pratama", Kind: app.ActChecked, Text: app.Say("Connection checked")}}, deps.log...)
			s.Reload()
			ui.Settle()
		}
		come(151)
		assert.Equal(t, int64(151), s.lines.list[0].ID, "nobody reads: it shows at once")
		assert.Nil(t, ui.Control("1 new"))

		s.lines.table.Focus()
		ui.Key(fyne.KeyEnd)
		come(152)
		come(153)
		assert.Equal(t, 151, s.lines.table.Len(), "what is read stays in its place")
		ui.Press("2 new")
		assert.Equal(t, 153, s.lines.table.Len())
		assert.True(t, s.lines.table.AtTop())
		assert.Nil(t, ui.Control("2 new"))

		s.lines.table.SetSelected(3)
		s.lines.show(3)
		come(154)
		assert.Equal(t, 153, s.lines.table.Len(), "the line in the drawer keeps its row")
		assert.Equal(t, 3, s.lines.table.Selected())
		ui.Press("1 new")
		assert.Zero(t, s.lines.open)
		assert.Equal(t, int64(154), s.lines.list[0].ID)
		s.Reload()
		ui.Settle()
		assert.Equal(t, 154, s.lines.table.Len())
	})
}

func TestFiltersNarrowAndCanBeCleared(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample()}
		s, _ := opened(ui, pageSize, deps, app.Owner, "")
		f := s.lines.filters
		last := func() app.ActivityFilter { ui.Settle(); return deps.asked[len(deps.asked)-1] }
		assert.Equal(t, app.ActivityFilter{Agent: 1, Limit: pageLines}, last())
		f.env.OnChanged(string(app.Draft))
		assert.Equal(t, app.Draft, last().Environment)
		f.who.OnChanged("Raka Pratama")
		assert.Contains(t, last().By, "Raka")
		assert.Contains(t, ui.Texts(), "Nothing matches these filters")
		ui.Press("Clear filters")
		assert.Equal(t, 7, s.lines.table.Len())
		f.group.OnChanged("publishing")
		assert.Equal(t, []string{app.ActPublished, app.ActRestored}, last().Kinds)
		f.span.OnChanged(spanWeek)
		assert.Equal(t, time.Date(2026, 11, 11, 0, 0, 0, 0, time.Local), last().From)
		f.group.OnChanged(groupMembers)
		assert.Equal(t, groupMembers, f.chosen.group)
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Members and sign-ins belong to the whole workspace.")
		ui.Press("Look at all agents")
		assert.Zero(t, last().Agent)
		assert.Contains(t, ui.Texts(), "added Raka Pratama")
	})
}

func TestDaysAreTyped(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample()}
		s, _ := opened(ui, pageSize, deps, app.Owner, "")
		f := s.lines.filters
		f.span.OnChanged(spanChoose)
		assert.Equal(t, "First day", ui.Focused())
		ui.Type("2026-11-16")
		ui.Key(fyne.KeyReturn)
		ui.Type("yesterday")
		ui.Key(fyne.KeyReturn)
		assert.Contains(t, ui.Texts(), "This is not a day.")
		ui.Type("15/11/2026")
		ui.Press("Show these days")
		assert.Contains(t, ui.Texts(), "The last day lies before the first one.")
		ui.Type("16 Nov 2026")
		ui.Ctrl(fyne.KeyReturn)
		got := deps.asked[len(deps.asked)-1]
		assert.Equal(t, time.Date(2026, 11, 16, 0, 0, 0, 0, time.Local), got.From)
		assert.Equal(t, time.Date(2026, 11, 17, 0, 0, 0, 0, time.Local), got.To)
		assert.Equal(t, spanCustom, f.span.Value())
		assert.Contains(t, ui.Texts(), "16 Nov")
		f.span.OnChanged(spanChoose)
		ui.Key(fyne.KeyEscape)
		assert.Equal(t, spanCustom, f.span.Value(), "giving up changes nothing")
	})
}

func TestALineOpensAndLeadsToItsVersion(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample(), versions: sampleVersions()}
		s, shell := opened(ui, pageSize, deps, app.Contributor, "")
		s.lines.table.Focus()
		ui.Key(fyne.KeyDown)
		ui.Key(fyne.KeyReturn)
		texts := ui.Texts()
		for _, want := range []string{"17 Nov 2026 09:32:07 WIB (UTC+07:00)", "10 minutes", "15 minutes", "setting_changed", "1203"} {
			assert.Contains(t, texts, want)
		}
		assert.NotContains(t, texts, "See version")
		ui.Press("Copy details")
		assert.Contains(t, shell.Said[0], "Before: 10 minutes\nAfter: 15 minutes\nsetting_changed 1203")
		ui.Press("Close")
		assert.Equal(t, -1, s.lines.table.Selected())
		assert.Equal(t, "Activity", ui.Focused(), "the keyboard goes back to the list")
		s.lines.show(2)
		ui.Press("See version 4")
		assert.Contains(t, ui.Texts(), "Customers use this one now")
		s.versions.show(1)
		ui.Press("Restore this version")
		s.versions.table.OnSelect(3)
		assert.Contains(t, ui.Texts(), "Its access token is not kept any more.")
		assert.Equal(t, "restore 3 of 1", shell.Said[1])
	})
}

func TestAViewerRestoresNothing(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, &fakeDeps{versions: sampleVersions()}, app.Viewer, PartVersions)
		assert.NotContains(t, ui.Texts(), "Restore\n")
		s.versions.show(1)
		assert.Contains(t, ui.Texts(), "Your role is Viewer")
		assert.Nil(t, ui.Control("Restore this version"))
	})
}

func TestVersionsEmptyAndFailed(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{verErr: errors.New("disk")}
		s, shell := opened(ui, pageSize, deps, app.Owner, PartVersions)
		assert.Contains(t, ui.Texts(), "The versions could not be read")
		ui.Press("Copy details")
		assert.NotContains(t, shell.Said[0], "disk")
		deps.verErr = nil
		ui.Press("Try again")
		assert.Contains(t, ui.Texts(), "Nothing was published yet")
		deps.versions = sampleVersions()
		s.Reload()
		ui.Settle()
		deps.verErr = errors.New("disk")
		s.Reload()
		ui.Settle()
		assert.Len(t, shell.Said, 2, "what was read stays")
	})
}

func TestAVerdictIsAboutTheLogAsItWas(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample(), proof: app.ActivityProof{Lines: 1204, Head: "3f9ac41207be8d55aa01"}}
		s, _ := opened(ui, pageSize, deps, app.Owner, "")
		ui.Press("Verify")
		s.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "All 1,204 lines hold", "nothing came on")
		deps.log = append([]app.Activity{{ID: 2000, At: now, AgentID: 1, By: "Raka Pratama", Kind: app.ActChecked, Text: app.Say("Connection checked")}}, deps.log...)
		s.Reload()
		ui.Settle()
		assert.NotContains(t, ui.Texts(), "lines hold")
		ui.Press("Verify")
		s.Leave()
		s.Enter(context.Background(), s.at, "")
		ui.Settle()
		assert.NotContains(t, ui.Texts(), "lines hold")
	})
}

func TestVerifyingSaysWhatItMeans(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample(), proof: app.ActivityProof{Lines: 1204, Head: "3f9ac41207be8d55aa01"}}
		s, shell := opened(ui, pageSize, deps, app.Owner, "")
		ui.Press("Verify")
		assert.Contains(t, ui.Texts(), "All 1,204 lines hold")
		assert.Contains(t, ui.Texts(), "3f9a c412 07be 8d55")
		ui.Press("Copy the mark")
		assert.Equal(t, []string{"3f9ac41207be8d55aa01"}, shell.Said)
		deps.proof = app.ActivityProof{Lines: 1204, BrokenAt: 317}
		ui.Press("Verify")
		assert.Contains(t, ui.Texts(), "Line 317 is not what was written")
		deps.proofErr = errors.New("disk")
		ui.Press("Verify")
		assert.Contains(t, ui.Texts(), "The log could not be verified")
		ui.Press("Close")
		assert.NotContains(t, ui.Texts(), "could not be verified")
		assert.False(t, s.verify.button.Busy())
	})
}

func TestExportWritesWhatTheFiltersLetThrough(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample(), export: func(_ context.Context, w io.Writer, progress func(int)) error {
			progress(7)
			_, err := io.WriteString(w, "time,agent\r\n")
			return err
		}}
		s, shell := opened(ui, pageSize, deps, app.Owner, "")
		s.lines.filters.env.OnChanged(string(app.Draft))
		ui.Settle()
		ui.Press("Export CSV")
		ui.Press("For Excel with Indonesian or European settings")
		ui.Press("Choose the place")
		assert.Equal(t, map[string]string{"activity-2026-11-17.csv": "time,agent\r\n"}, shell.Saved)
		assert.Equal(t, []bool{true}, deps.excel)
		assert.Equal(t, []app.ActivityFilter{{Agent: 1, Environment: app.Draft}}, deps.exported, "all of them, not the first page")
		assert.Equal(t, []string{"7 lines exported"}, shell.Said)
		assert.Zero(t, ui.Layers(), "what is quick shows no progress")
	})
}

func TestALongExportShowsItsProgressAndStops(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample(), export: func(ctx context.Context, _ io.Writer, progress func(int)) error {
			progress(500)
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
			progress(12_000)
			<-ctx.Done()
			return ctx.Err()
		}}
		_, shell := opened(ui, pageSize, deps, app.Owner, "")
		ui.Press("Export CSV")
		ui.Press("Choose the place")
		assert.Zero(t, ui.Layers())
		ui.Pass(400 * time.Millisecond)
		assert.Contains(t, ui.Texts(), "500 lines written")
		ui.Pass(700 * time.Millisecond)
		assert.Contains(t, ui.Texts(), "12,000 lines written")
		ui.Press("Stop the export")
		assert.ErrorIs(t, shell.SaveFailed, context.Canceled)
		assert.Zero(t, ui.Layers())
		assert.Empty(t, shell.Said)
	})
}

func TestLoadingEmptyAndFailed(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{err: errors.New("disk")}
		s, shell := opened(ui, pageSize, deps, app.Owner, "")
		assert.Contains(t, ui.Texts(), "The activity could not be read")
		deps.err = nil
		ui.Press("Try again")
		assert.Contains(t, ui.Texts(), "Nothing happened yet")
		deps.log = sample()
		s.Reload()
		ui.Settle()
		assert.Equal(t, kit.StageReady, s.lines.stage.State())
		deps.err = errors.New("disk")
		s.Reload()
		ui.Settle()
		assert.Equal(t, kit.StageReady, s.lines.stage.State(), "what was read stays")
		assert.Len(t, shell.Said, 1)
		s.lines.filters.env.OnChanged(string(app.Draft))
		ui.Settle()
		assert.Equal(t, kit.StageFailed, s.lines.stage.State(), "but not under other filters")
	})
}

func TestAnotherAgentBeginsAnew(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{log: sample(), versions: sampleVersions()}
		s, _ := opened(ui, pageSize, deps, app.Owner, "")
		s.lines.show(1)
		s.Leave()
		s.Enter(context.Background(), frame.Place{Agent: 2, Environment: app.Published}, "")
		ui.Settle()
		assert.Equal(t, 1, s.lines.table.Len())
		assert.False(t, s.lines.drawer.Visible())
	})
}

func TestKeysReachEverything(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, &fakeDeps{log: sample()}, app.Owner, "")
		s.lines.show(1)
		var order []string
		for range 12 {
			ui.Key(fyne.KeyTab)
			order = append(order, ui.Focused())
		}
		assert.Subset(t, order, []string{"Verify", "Export CSV", "Activity", "Close", "Copy details"})
	})
}

func TestFiltersSayWhatTheyLetThrough(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		s, _ := opened(ui, pageSize, &fakeDeps{log: sample()}, app.Owner, "")
		assert.Subset(t, ui.Walk(), []string{"Days, Any time", "Agent, This agent", "Environment, All", "Who, Everybody", "What, Everything"})
		s.lines.filters.env.SetValue(string(app.Draft))
		s.lines.filters.env.OnChanged(string(app.Draft))
		ui.Settle()
		assert.Contains(t, ui.Walk(), "Environment, Draft")
	})
}
