package historypage

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
)

func TestBarsHaveEveryDayAndGatherLongTimes(t *testing.T) {
	days := []app.HistoryDay{
		{Day: time.Date(2024, 2, 20, 0, 0, 0, 0, time.Local), Counts: app.HistoryCounts{Total: 5, Read: 5}},
		{Day: time.Date(2026, 11, 16, 0, 0, 0, 0, time.Local), Counts: app.HistoryCounts{Total: 3, Read: 1, Waiting: 1, Failed: 1}},
	}
	for _, c := range []struct {
		choice choice
		days   []app.HistoryDay
		bars   int
		unit   string
	}{
		{choice{}, days[1:], 30, "Messages per day"}, {choice{span: spanToday}, nil, 1, "Messages per day"}, {choice{span: spanQuarter}, days[1:], 90, "Messages per day"},
		{choice{span: spanAll}, nil, 0, "Messages per day"}, {choice{span: spanAll}, days, 34, "Messages per month"},
		{choice{span: spanDays, from: day(now).AddDate(0, 0, -200), to: day(now)}, days[1:], 30, "Messages per week"},
	} {
		list, unit := bars(c.choice, c.days, now)
		assert.Len(t, list, c.bars, c.choice)
		assert.Equal(t, c.unit, unit)
		assert.Equal(t, "P"+strings.TrimPrefix(unit, "Messages p"), shortUnit(unit))
		sum := 0.0
		for _, b := range list {
			for _, p := range b.Parts {
				sum += p
			}
		}
		want := 0
		for _, d := range c.days {
			want += d.Counts.Total
		}
		assert.InDelta(t, want, sum, 0.001, "nothing is lost")
	}
	list, _ := bars(choice{}, days[1:], now)
	assert.Equal(t, "16 Nov: 3 messages. Read 1, delivered 0, sent or waiting 1, failed 1", list[28].Tip)
	assert.Equal(t, "17 Nov: no message", list[29].Tip)
}

func TestShares(t *testing.T) {
	assert.Equal(t, "-", percent(0, 0))
	assert.Equal(t, "0%", percent(0, 12))
	assert.Equal(t, "100%", percent(12, 12))
	assert.Equal(t, "under 0.1%", percent(1, 100_000))
	assert.Equal(t, "74.9%", percent(902_117, 1_204_318))
	f := newFigures(choice{}, app.HistoryCounts{Total: 10, Read: 4, Waiting: 3, Unknown: 2, Cancelled: 1}, nil, true, now)
	assert.Equal(t, figure{word: "Others", value: "6", note: "2 in doubt", tok: f.parts[4].tok, ring: true}, f.parts[4])
	assert.Equal(t, "19 Oct to 17 Nov", f.days)
	assert.Equal(t, "99+ new", newText(newMost))
}

// A chosen state is marked among those of all, and what is listed is counted for
// itself.
func TestAChosenStateIsMarked(t *testing.T) {
	all := app.HistoryCounts{Total: 20, Read: 8, Delivered: 4, Sent: 1, Failed: 2, Waiting: 3, Unknown: 1, Cancelled: 1}
	for group, want := range map[string]struct {
		word, value string
		parts       int
	}{
		"": {"", "", 5}, "read": {"Read", "8", 5}, "delivered": {"Delivered", "4", 5}, stateSent: {"Sent", "1", 5}, "failed": {"Failed", "2", 5},
		stateWaiting: {"Waiting", "3", 5}, "unknown": {"In doubt", "1", 5}, "cancelled": {"Cancelled", "1", 5},
	} {
		f := newFigures(choice{status: group}, all, nil, true, now)
		assert.Equal(t, "20", f.total)
		assert.Len(t, f.parts, want.parts)
		var word, value string
		for _, p := range f.parts {
			if p.chosen {
				word, value = word+p.word, value+p.value
			}
		}
		assert.Equal(t, [2]string{want.word, want.value}, [2]string{word, value}, group)
	}
	f := newFigures(choice{status: "cancelled"}, app.HistoryCounts{Total: 1000, More: true}, nil, true, now)
	assert.Equal(t, "-", f.parts[4].value)

	h := &fakeHistory{list: sample()}
	f, err := reading{c: choice{status: "failed"}, now: now}.figures(t.Context(), h)
	assert.NoError(t, err)
	assert.Equal(t, []string{"72", "3"}, []string{f.total, f.parts[3].value})
	assert.Equal(t, app.HistoryCounts{Total: 3}, f.counted)
}

func TestEveryStateHasALookAndATimeline(t *testing.T) {
	for s := range map[app.MessageStatus]bool{
		app.MessageHeld: true, app.MessageQueued: true, app.MessageSending: true, app.MessageUnknown: true, app.MessageAccepted: true, app.MessageSent: true,
		app.MessageDelivered: true, app.MessageRead: true, app.MessageFailed: true, app.MessageCancelled: true,
	} {
		word, _, _ := statusLook(s)
		assert.NotEqual(t, string(s), word)
		assert.NotEmpty(t, statusesOf(groupOf(s)))
		m := made(1, now, "+6281255501423", "Sari", "", s, app.SourceAPI, "")
		assert.NotEmpty(t, opened{message: m, attempts: attemptsOf(m)}.steps())
	}
	paid := made(1, now, "+6281255501423", "", "reminder", app.MessageRead, app.SourceAPI, "utility, billable")
	assert.Equal(t, "Utility, billable", row(paid, now).Cells[5].Text)
	late := made(1, now, "+6281255501423", "", "", app.MessageQueued, app.SourceBulk, "")
	late.DueAt = now.AddDate(0, 0, 1)
	steps := opened{message: late}.steps()
	assert.Equal(t, "18 Nov 09:41", steps[len(steps)-1].At)
	for _, s := range []app.MessageSource{app.SourceAPI, app.SourceBulk, app.SourceWindow, app.SourceSession, app.SourceCommand} {
		assert.NotEmpty(t, opened{message: app.Message{Source: s}}.from())
	}
	bulk := opened{message: app.Message{Source: app.SourceBulk, BulkID: 7, BulkRow: 1017}, by: "Cards", file: "cards.csv"}
	assert.Equal(t, "From bulk send Cards, row 1,017 of cards.csv", bulk.from())
}
