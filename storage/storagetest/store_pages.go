package storagetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func (f *Factory) page(p app.HistoryPage) (all []app.Message) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { all, err = tx.PageHistory(p); return err })
	return all
}

var (
	pageNames    = []string{"", "Budi Santoso", "budiman", "Ayu \"Ayi\" O'Neil", "ÉLISE Çelik", "陈小明", "Al"}
	pageNumbers  = []string{"+628123450001", "+628123459912", "+62218123", "+81233445566", "", "+628567777812"}
	pageSearches = []string{
		"", "budi", "BUDI", "santoso", "ayi", "çel", "小明", "陈", "al", "b", "sa", "nobody", "\"ay", "%", "08123", "8123", "+62 812-345", "62218123", "812",
		"9912", "0001", "00628", "77777", "1", "+9",
	}
	pageStates = []app.MessageStatus{app.MessageRead, app.MessageFailed, app.MessageQueued, app.MessageSent, app.MessageHeld}
)

// pagesOf fills two channels with messages of few different values.
func pagesOf(f *Factory, n int) (channels []app.Channel, bulk app.BulkID, all []app.Message) {
	a := f.Agent("")
	channels = []app.Channel{f.Channel(a.ID, app.Published), f.Channel(a.ID, app.Draft)}
	b := f.Bulk(channels[0].ID, nil)
	f.Update(func(tx app.Tx) error {
		for i := range n {
			m := app.Message{
				Mark: fmt.Sprintf("msg_p%06d", i), ChannelID: channels[i*7/3%2].ID, To: pageNumbers[i*5%len(pageNumbers)], Name: pageNames[i*11%len(pageNames)],
				Source: []app.MessageSource{app.SourceAPI, app.SourceWindow, app.SourceAPI}[i%3], KeyID: app.KeyID(i % 3), Status: pageStates[i/2%len(pageStates)],
				CreatedAt: Now.Add(time.Duration(i/5) * 7 * time.Hour), ProviderID: fmt.Sprintf("wamid.page%06d", i),
			}
			if i%3 > 0 {
				m.Content.Template = &app.TemplateMessage{Name: fmt.Sprintf("t%d", i%4)}
			}
			if m.ChannelID == channels[0].ID && i%4 == 0 {
				m.Source, m.KeyID, m.BulkID, m.BulkRow = app.SourceBulk, 0, b.ID, i+1
			}
			id, err := tx.AddMessage(m)
			if err != nil {
				return err
			}
			m, err = tx.GetMessage(id)
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return nil
	})
	return channels, b.ID, all
}

// fits is what a filter means, said in another way.
func fits(f app.HistoryFilter, m app.Message) bool {
	name := ""
	if m.Content.Template != nil {
		name = m.Content.Template.Name
	}
	return f.Channel == m.ChannelID && (len(f.Statuses) == 0 || slices.Contains(f.Statuses, m.Status)) && (f.Template == "" || f.Template == name) &&
		(f.Source == "" || f.Source == m.Source) && (f.Key == 0 || f.Key == m.KeyID) && (f.Bulk == 0 || f.Bulk == m.BulkID) &&
		(f.From.IsZero() || !m.CreatedAt.Before(f.From)) && (f.Until.IsZero() || m.CreatedAt.Before(f.Until)) && fitsSearch(f.Search, m)
}

func fitsSearch(search string, m app.Message) bool {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(search)
	if digits == "" || strings.Trim(digits, "+0123456789") != "" {
		name, part := strings.ToLower(m.Name), strings.ToLower(search)
		if n := len([]rune(part)); n < 3 {
			return strings.HasPrefix(name, part) || n == 2 && strings.Contains(name, " "+part)
		}
		return strings.Contains(name, part)
	}
	if strings.HasPrefix(digits, "+") {
		return strings.HasPrefix(m.To, digits)
	}
	if strings.HasPrefix(digits, "00") {
		return strings.HasPrefix(m.To, "+"+strings.TrimLeft(digits, "0")) || strings.HasSuffix(m.To, digits)
	}
	if strings.HasPrefix(digits, "0") {
		return strings.HasPrefix(m.To, "+62"+digits[1:]) || strings.HasSuffix(m.To, digits)
	}
	return strings.HasPrefix(m.To, "+"+digits) || strings.HasPrefix(m.To, "+62"+digits) || strings.HasSuffix(m.To, digits)
}

func drawFilter(t *rapid.T, channels []app.Channel, bulk app.BulkID) app.HistoryFilter {
	maybe := func(name string) bool { return rapid.IntRange(0, 2).Draw(t, name+"?") == 0 }
	f := app.HistoryFilter{Channel: rapid.SampledFrom(channels).Draw(t, "channel").ID, Search: rapid.SampledFrom(pageSearches).Draw(t, "search")}
	if maybe("status") {
		f.Statuses = slices.Compact(slices.Sorted(slices.Values(rapid.SliceOfN(rapid.SampledFrom(pageStates), 1, 3).Draw(t, "statuses"))))
	}
	if maybe("template") {
		f.Template = fmt.Sprintf("t%d", rapid.IntRange(0, 4).Draw(t, "template"))
	}
	if maybe("source") {
		f.Source = rapid.SampledFrom([]app.MessageSource{app.SourceAPI, app.SourceWindow, app.SourceBulk}).Draw(t, "source")
	}
	if maybe("key") {
		f.Key = app.KeyID(rapid.IntRange(1, 3).Draw(t, "key"))
	}
	if maybe("bulk") {
		f.Bulk = rapid.SampledFrom([]app.BulkID{bulk, bulk + 1}).Draw(t, "bulk")
	}
	if maybe("from") {
		f.From = Now.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "from")) * time.Hour)
	}
	if maybe("until") {
		f.Until = Now.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "until")) * time.Hour)
	}
	return f
}

// Any filter and search gives page by page, forwards and back, what a look at
// every message gives, and the counts agree.
func pagesProperty(t *testing.T, f *Factory) {
	channels, bulk, all := pagesOf(f, 220)
	slices.SortFunc(all, func(a, b app.Message) int { return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID)) })
	rapid.Check(t, func(t *rapid.T) {
		filter := drawFilter(t, channels, bulk)
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		var want []app.MessageID
		var wanted app.HistoryCounts
		for _, m := range all {
			if fits(filter, m) {
				want = append(want, m.ID)
				count(&wanted, m)
			}
		}
		var got, back []app.MessageID
		var last app.Message
		for {
			page := f.page(app.HistoryPage{Filter: filter, After: last.ID, Limit: limit})
			if len(page) == 0 {
				break
			}
			require.LessOrEqual(t, len(page), limit)
			got = append(got, ids(page)...)
			last = page[len(page)-1]
		}
		require.Equal(t, want, got)
		for last.ID != 0 {
			page := f.page(app.HistoryPage{Filter: filter, After: last.ID, Newer: true, Limit: limit})
			back = append(ids(page), back...)
			last = app.Message{}
			if len(page) > 0 {
				last = page[0]
			}
		}
		if len(want) > 0 {
			require.Equal(t, want[:len(want)-1], append([]app.MessageID{}, back...))
		}
		f.View(func(tx app.Tx) error {
			counts, err := tx.CountHistory(filter)
			require.Equal(t, wanted, counts)
			return err
		})
	})
}

func count(c *app.HistoryCounts, m app.Message) {
	c.Total++
	switch m.Status {
	case app.MessageRead:
		c.Read++
	case app.MessageFailed:
		c.Failed++
	case app.MessageSent:
		c.Sent++
	default:
		c.Waiting++
	}
}

// Days are counted by the computer's calendar, and only where the counters can
// tell.
func pagesByDay(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	midnight := time.Date(2026, 3, 4, 0, 0, 0, 0, time.Local)
	add := func(at time.Time, status app.MessageStatus, template string) {
		f.Message(c.ID, func(m *app.Message) {
			m.CreatedAt, m.Status = at, status
			if template != "" {
				m.Content.Template = &app.TemplateMessage{Name: template}
			}
		})
	}
	add(midnight, app.MessageRead, "a")
	add(midnight.Add(-time.Millisecond), app.MessageFailed, "b")
	add(midnight.AddDate(0, 0, 1).Add(-time.Millisecond), app.MessageAccepted, "")
	add(midnight.AddDate(0, 0, 3), app.MessageQueued, "a")
	days := func(filter app.HistoryFilter) (out []app.HistoryDay, ok bool) {
		filter.Channel = c.ID
		f.View(func(tx app.Tx) (err error) { out, ok, err = tx.HistoryDays(filter); return err })
		return out, ok
	}
	got, ok := days(app.HistoryFilter{})
	require.True(t, ok)
	require.Equal(t, []app.HistoryDay{
		{Day: midnight.AddDate(0, 0, -1), Counts: app.HistoryCounts{Total: 1, Failed: 1}},
		{Day: midnight, Counts: app.HistoryCounts{Total: 2, Sent: 1, Read: 1}},
		{Day: midnight.AddDate(0, 0, 3), Counts: app.HistoryCounts{Total: 1, Waiting: 1}},
	}, got)
	got, _ = days(app.HistoryFilter{From: midnight, Until: midnight.AddDate(0, 0, 1), Statuses: []app.MessageStatus{app.MessageRead}})
	require.Equal(t, []app.HistoryDay{{Day: midnight, Counts: app.HistoryCounts{Total: 1, Read: 1}}}, got)
	got, _ = days(app.HistoryFilter{Template: "a", From: midnight.AddDate(0, 0, 1)})
	require.Len(t, got, 1)
	for _, filter := range []app.HistoryFilter{{From: midnight.Add(time.Minute)}, {Search: "x"}, {Key: 1}, {Bulk: 1}} {
		_, ok = days(filter)
		require.False(t, ok)
	}
	f.View(func(tx app.Tx) error {
		names, err := tx.HistoryTemplates(c.ID)
		require.Equal(t, []string{"a", "b"}, names)
		return err
	})
}

// What is found by its ids.
func pagesByID(t *testing.T, f *Factory) {
	a := f.Agent("")
	c, other := f.Channel(a.ID, app.Published), f.Channel(a.ID, app.Draft)
	m := f.Message(c.ID, func(m *app.Message) { m.ProviderID = "3fa85f64-5717-4562-b3fc-2c963f66afa6" })
	for _, search := range []string{m.Mark, m.ProviderID, " " + m.Mark + " "} {
		require.Equal(t, []app.MessageID{m.ID}, ids(f.page(app.HistoryPage{Filter: app.HistoryFilter{Channel: c.ID, Search: search}})))
		require.Empty(t, f.page(app.HistoryPage{Filter: app.HistoryFilter{Channel: other.ID, Search: search}}))
		require.Empty(t, f.page(app.HistoryPage{Filter: app.HistoryFilter{Channel: c.ID, Search: search}, After: m.ID}))
		f.View(func(tx app.Tx) error {
			n, err := tx.CountHistory(app.HistoryFilter{Channel: c.ID, Search: search})
			require.Equal(t, 1, n.Total)
			return err
		})
	}
}

// More than a thousand are not counted one by one.
func pagesManyHits(t *testing.T, f *Factory) {
	c := f.Channel(f.Agent("").ID, app.Published)
	f.Update(func(tx app.Tx) error {
		for i := range 1100 {
			m := app.Message{Mark: fmt.Sprintf("msg_m%05d", i), ChannelID: c.ID, To: fmt.Sprintf("+62812%05d", i), Name: "Budi", CreatedAt: Now, Source: app.SourceAPI, KeyID: 1}
			if _, err := tx.AddMessage(m); err != nil {
				return err
			}
		}
		return nil
	})
	f.View(func(tx app.Tx) error {
		for _, filter := range []app.HistoryFilter{{Search: "budi"}, {Search: "0812"}, {Key: 1}} {
			filter.Channel = c.ID
			n, err := tx.CountHistory(filter)
			require.NoError(t, err)
			require.Equal(t, app.HistoryCounts{Total: 1000, Waiting: -1, Unknown: -1, Sent: -1, Delivered: -1, Read: -1, Failed: -1, Cancelled: -1, More: true}, n)
		}
		return nil
	})
}
