package storage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	randomStates    = []app.MessageStatus{app.MessageRead, app.MessageRead, app.MessageDelivered, app.MessageFailed, app.MessageSent, app.MessageUnknown}
	randomTemplates = []string{"", "reminder", "reminder", "receipt"}
	randomNames     = []string{"", "Budi Santoso", "Tono Wulandari", "Ibu Sari", "Álvaro Budiman", "O'Brien 100%"}
)

// randomHistory fills two channels with messages of numbers and names that are much
// alike, several of them of the same moment, and gives those of the first, the oldest
// first.
func randomHistory(t *testing.T, n int, seed uint64) (*DB, []app.Message) {
	t.Helper()
	db := open(t, t.TempDir())
	queued(t, db, 0)
	r := rand.New(rand.NewPCG(seed, 1))
	var own []app.Message
	at := time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC)
	require.NoError(t, db.Update(t.Context(), func(x app.Tx) error {
		if _, err := x.CreateChannel(app.Channel{AgentID: 1, Environment: app.Draft, Key: "ki-000002"}); err != nil {
			return err
		}
		for i := range n {
			if r.IntN(3) > 0 {
				at = at.Add(time.Duration(r.IntN(7200)) * time.Second)
			}
			to := []string{"+62812", "+62812", "+62813", "+62857", "+1202", "+620"}[r.IntN(6)]
			for range 3 + r.IntN(4) {
				to += string("0128"[r.IntN(4)])
			}
			m := app.Message{
				Mark: fmt.Sprintf("msg_random%06d", i), ChannelID: app.ChannelID(1 + r.IntN(5)/4), To: to, Name: randomNames[r.IntN(len(randomNames))],
				Status: randomStates[r.IntN(len(randomStates))], Source: app.SourceAPI, KeyID: app.KeyID(r.IntN(3)), CreatedAt: at, Content: app.Content{Text: "x"},
			}
			if name := randomTemplates[r.IntN(len(randomTemplates))]; name != "" {
				m.Content = app.Content{Template: &app.TemplateMessage{Name: name, Language: "id"}}
			}
			if r.IntN(4) == 0 {
				m.Source, m.KeyID = app.SourceWindow, 0
			}
			id, err := x.AddMessage(m)
			if err != nil {
				return err
			}
			if m.ID = id; m.ChannelID == 1 {
				own = append(own, m)
			}
		}
		return nil
	}))
	return db, own
}

// fitsPlainly is what a filter means, without any index.
func fitsPlainly(f app.HistoryFilter, m app.Message) bool {
	template := templateName(m.Content)
	return (len(f.Statuses) == 0 || slices.Contains(f.Statuses, m.Status)) && (f.Template == "" || f.Template == template) &&
		(f.Source == "" || f.Source == m.Source) && (f.Key == 0 || f.Key == m.KeyID) &&
		(f.From.IsZero() || !m.CreatedAt.Before(f.From)) && (f.Until.IsZero() || m.CreatedAt.Before(f.Until)) && meansPlainly(f.Search, m)
}

// meansPlainly is what was typed into the search means in Indonesia.
func meansPlainly(typed string, m app.Message) bool {
	typed = strings.TrimSpace(typed)
	digits := strings.NewReplacer(" ", "", "-", "", "+", "").Replace(typed)
	if strings.Trim(digits, "0123456789") != "" {
		return isNamed(m.Name, nameKey(typed))
	}
	ends := strings.HasSuffix(m.To[1:], digits)
	switch {
	case typed == "":
		return true
	case strings.HasPrefix(typed, "+"):
		return strings.HasPrefix(m.To, "+"+digits)
	case strings.HasPrefix(digits, "00"):
		return ends || strings.HasPrefix(m.To, "+"+strings.TrimLeft(digits, "0"))
	case strings.HasPrefix(digits, "0"):
		return ends || strings.HasPrefix(m.To, "+62"+digits[1:])
	}
	return ends || strings.HasPrefix(m.To, "+"+digits) || strings.HasPrefix(m.To, "+62"+digits)
}

// randomFilter asks for what is there more often than for what is not.
func randomFilter(t *rapid.T, all []app.Message) (f app.HistoryFilter) {
	f.Channel = 1
	some := func(what string, one int) bool { return rapid.IntRange(1, one).Draw(t, what) == 1 }
	number := rapid.SampledFrom(all).Draw(t, "number").To
	switch rapid.SampledFrom([]string{"digits", "digits", "digits", "name", ""}).Draw(t, "search") {
	case "digits":
		n := rapid.IntRange(1, len(number)-1).Draw(t, "length")
		f.Search = rapid.SampledFrom([]string{
			number[:n+1], "0" + number[3:max(n, 4)], number[1 : n+1], number[len(number)-n:], "00" + number[1:n+1], "0812", "+62 812-0", "777",
		}).Draw(t, "typed")
	case "name":
		f.Search = rapid.SampledFrom([]string{"budi", "sari", "Wulandari", "tono w", "b", "su", "ál", "brien", "100%", "nobody"}).Draw(t, "typed name")
	}
	if some("states", 2) {
		f.Statuses = slices.Compact(slices.Sorted(slices.Values(rapid.SliceOfN(rapid.SampledFrom(randomStates), 1, 2).Draw(t, "status"))))
	}
	if some("template", 4) {
		f.Template = rapid.SampledFrom([]string{"reminder", "receipt", "gone"}).Draw(t, "name of the template")
	}
	if some("source", 5) {
		f.Source = rapid.SampledFrom([]app.MessageSource{app.SourceAPI, app.SourceWindow, app.SourceBulk}).Draw(t, "name of the source")
	}
	if some("key", 6) {
		f.Key = app.KeyID(rapid.IntRange(1, 3).Draw(t, "number of the key"))
	}
	if some("from", 4) {
		f.From = rapid.SampledFrom(all).Draw(t, "first").CreatedAt
	}
	if some("until", 4) {
		f.Until = rapid.SampledFrom(all).Draw(t, "last").CreatedAt
	}
	return f
}

// Whatever is asked for, a page holds what looking at every message finds, in both
// directions and from any message on, and so does each way to make it.
func TestPagesAreWhatAFullScanFinds(t *testing.T) {
	type filled struct {
		db  *DB
		all []app.Message
	}
	var of [3]filled
	for i, n := range []int{30, 500, 2500} {
		of[i].db, of[i].all = randomHistory(t, n, uint64(i))
	}
	rapid.Check(t, func(r *rapid.T) {
		h := of[rapid.IntRange(0, len(of)-1).Draw(r, "history")]
		f := randomFilter(r, h.all)
		limit := rapid.IntRange(1, 60).Draw(r, "limit")
		after := app.MessageID(0)
		newer := false
		if rapid.Bool().Draw(r, "further") {
			after, newer = rapid.SampledFrom(h.all).Draw(r, "after").ID, rapid.Bool().Draw(r, "newer")
		}
		want := []app.MessageID{}
		for _, m := range h.all { // their numbers follow their times
			if fitsPlainly(f, m) && (after == 0 || m.ID != after && m.ID > after == newer) {
				want = append(want, m.ID)
			}
		}
		if !newer {
			slices.Reverse(want)
		}
		want = want[:min(limit, len(want))]
		onPage := slices.Clone(want)
		if newer {
			slices.Reverse(onPage)
		}
		inTx(t, h.db, func(x *tx) {
			got, err := x.PageHistory(app.HistoryPage{Filter: f, After: after, Newer: newer, Limit: limit})
			require.NoError(r, err)
			require.Equal(r, onPage, append([]app.MessageID{}, idsOf(got)...), "%+v", f)
			for _, m := range got {
				require.Equal(r, app.ChannelID(1), m.ChannelID)
				require.NotZero(r, m.AgentID)
			}
			q, err := x.prepareHistory(f)
			require.NoError(r, err)
			if len(q.search.digits) == 0 || q.none {
				return
			}
			behind, err := x.placeOf(after)
			require.NoError(r, err)
			share := rapid.Float64Range(0, 1).Draw(r, "share")
			for name, page := range map[string]func(historyQuery, place, bool, int) ([]app.Message, error){
				"gathered": x.gatherPage, "crossed": x.crossPage, "walked": x.walkPage,
			} {
				got, err := x.sliced(q, behind, newer, limit, share, page)
				require.NoError(r, err)
				require.Equal(r, want, append([]app.MessageID{}, idsOf(got)...), "%s, in slices of %v: %+v", name, share, f)
			}
		})
	})
}

// Wherever a question is parted, nothing is lost and nothing comes twice, also of
// messages of the same moment.
func TestPartsOfAQuestionAreTheWhole(t *testing.T) {
	db, all := randomHistory(t, 60, 7)
	inTx(t, db, func(x *tx) {
		for _, f := range []app.HistoryFilter{{Channel: 1, Search: "+62"}, {Channel: 1, Search: "0"}, {Channel: 1, Search: "+628", Source: app.SourceAPI}} {
			q, err := x.prepareHistory(f)
			require.NoError(t, err)
			for i, newer := range []bool{false, true} {
				behind, err := x.placeOf([]app.MessageID{0, all[0].ID}[i])
				require.NoError(t, err)
				var want []app.MessageID
				for _, m := range all[i:] {
					if fitsPlainly(f, m) {
						want = append(want, m.ID)
					}
				}
				require.NotEmpty(t, want)
				if !newer {
					slices.Reverse(want)
				}
				for _, m := range all {
					near, rest := q.cut(m.CreatedAt.UnixMilli(), newer)
					for name, page := range map[string]func(historyQuery, place, bool, int) ([]app.Message, error){
						"gathered": x.gatherPage, "crossed": x.crossPage, "walked": x.walkPage,
					} {
						first, err := page(near, behind, newer, len(all))
						require.NoError(t, err)
						second, err := page(rest, behind, newer, len(all))
						require.NoError(t, err)
						require.Equal(t, want, idsOf(append(first, second...)), "%s, parted at %d, newer: %v", name, m.ID, newer)
					}
				}
			}
		}
	})
}

// So many hits that they are gathered in slices, all of them old, so that the first
// slice finds none.
func TestManyOldHitsAreFoundInSlices(t *testing.T) {
	db := open(t, t.TempDir())
	queued(t, db, 0)
	const hits, others = gatherFew + 200, 500
	var failed, all []app.MessageID
	require.NoError(t, db.Update(t.Context(), func(x app.Tx) error {
		for i := range hits + others {
			m := app.Message{
				Mark: fmt.Sprintf("msg_old%06d", i), ChannelID: 1, To: fmt.Sprintf("+62812%07d", i), Status: app.MessageRead, Source: app.SourceAPI,
				CreatedAt: time.UnixMilli(1_790_000_000_000 + int64(i)*60_000), Content: app.Content{Text: "x"},
			}
			if i%10 == 0 {
				m.Status = app.MessageFailed
			}
			if i >= hits {
				m.To, m.Status = fmt.Sprintf("+62857%07d", i), app.MessageFailed
			}
			id, err := x.AddMessage(m)
			if err != nil {
				return err
			}
			if i < hits {
				all = append(all, id)
				if m.Status == app.MessageFailed {
					failed = append(failed, id)
				}
			}
		}
		return nil
	}))
	slices.Reverse(all)
	slices.Reverse(failed)
	inTx(t, db, func(x *tx) {
		for _, c := range []struct {
			filter app.HistoryFilter
			want   []app.MessageID
		}{
			{app.HistoryFilter{Search: "+62812"}, all}, {app.HistoryFilter{Search: "812"}, all}, {app.HistoryFilter{Search: "0812"}, all},
			{app.HistoryFilter{Search: "+62812", Statuses: []app.MessageStatus{app.MessageFailed}}, failed},
		} {
			c.filter.Channel = 1
			page, err := x.PageHistory(app.HistoryPage{Filter: c.filter, Limit: 50})
			require.NoError(t, err)
			require.Equal(t, c.want[:50], idsOf(page))
			page, err = x.PageHistory(app.HistoryPage{Filter: c.filter, Limit: 50, After: c.want[49]})
			require.NoError(t, err)
			require.Equal(t, c.want[50:100], idsOf(page))
			page, err = x.PageHistory(app.HistoryPage{Filter: c.filter, Limit: 50, After: c.want[50], Newer: true})
			require.NoError(t, err)
			require.Equal(t, c.want[:50], idsOf(page))
		}
	})
}

// The cheapest way is the one that passes least: a page of common digits is walked,
// rare ones are gathered, and what lies between is crossed in a slice.
func TestCheapestWay(t *testing.T) {
	const all, limit = 10_000_000, 50
	for _, c := range []struct {
		found, left int
		want        way
		parted      bool
	}{
		{290_000, 115_000, byWalking, true}, {29_000, 115_000, byCrossing, true}, {3000, 115_000, byGathering, false}, {290_000, -1, byWalking, true},
		{0, 115_000, byGathering, false}, {29_000, 5_000_000, byGathering, true},
	} {
		got, share := cheapestWay(c.found, c.left, all, limit)
		require.Equal(t, c.want, got, "%+v", c)
		require.Equal(t, c.parted, share < 1, "%+v", c)
	}
}
