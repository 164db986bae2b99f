package storage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// many fills channel 1 with so many messages that searches take samples: every
// third number begins with 0812, one in seventy with 08139, and one in ten failed.
// Several are of the same moment.
func many(t *testing.T, db *DB, n int) (all []app.Message) {
	t.Helper()
	start := time.Date(2026, 11, 10, 8, 0, 0, 0, time.UTC)
	require.NoError(t, db.Update(t.Context(), func(x app.Tx) error {
		for i := range n {
			m := app.Message{
				Mark: fmt.Sprintf("msg_many%06d", i), ChannelID: 1, To: fmt.Sprintf("+62857%07d", i*7919%10_000_000), Name: "Kurnia",
				Status: app.MessageRead, Source: app.SourceAPI, CreatedAt: start.Add(time.Duration(i/3) * time.Minute), Content: app.Content{Text: "x"},
			}
			switch {
			case i%3 == 0:
				m.To, m.Name = fmt.Sprintf("+62812%07d", i*7919%10_000_000), "Budi Santoso"
			case i%70 == 1:
				m.To, m.Name = fmt.Sprintf("+628139%06d", i), "Tono Wulandari"
			}
			if i%10 == 3 {
				m.Status = app.MessageFailed
			}
			id, err := x.AddMessage(m)
			if err != nil {
				return err
			}
			m.ID = id
			all = append(all, m)
		}
		return nil
	}))
	slices.Reverse(all)
	return all
}

func idsOf(ms []app.Message) (ids []app.MessageID) {
	for _, m := range ms {
		ids = append(ids, m.ID)
	}
	return ids
}

// Every way to look for something finds the same messages in the same order.
func TestAllWaysFindTheSame(t *testing.T) {
	db := open(t, t.TempDir())
	queued(t, db, 1)
	all := many(t, db, 2400)
	failed := []app.MessageStatus{app.MessageFailed}
	midnight := startOf(dayOf(all[0].CreatedAt))
	for name, c := range map[string]struct {
		filter app.HistoryFilter
		fits   func(app.Message) bool
	}{
		"common":         {app.HistoryFilter{Search: "0812"}, func(m app.Message) bool { return strings.HasPrefix(m.To, "+62812") || strings.HasSuffix(m.To, "0812") }},
		"common, failed": {app.HistoryFilter{Search: "+62812", Statuses: failed}, func(m app.Message) bool { return strings.HasPrefix(m.To, "+62812") && m.Status == app.MessageFailed }},
		"rare":           {app.HistoryFilter{Search: "+628139"}, func(m app.Message) bool { return strings.HasPrefix(m.To, "+628139") }},
		"rare, failed":   {app.HistoryFilter{Search: "+628139", Statuses: failed}, func(m app.Message) bool { return strings.HasPrefix(m.To, "+628139") && m.Status == app.MessageFailed }},
		"common, later":  {app.HistoryFilter{Search: "+62812", From: midnight}, func(m app.Message) bool { return strings.HasPrefix(m.To, "+62812") && !m.CreatedAt.Before(midnight) }},
		"common, failed, later": {app.HistoryFilter{Search: "+62812", Statuses: failed, From: midnight}, func(m app.Message) bool {
			return strings.HasPrefix(m.To, "+62812") && m.Status == app.MessageFailed && !m.CreatedAt.Before(midnight)
		}},
		"nobody":       {app.HistoryFilter{Search: "+7"}, func(app.Message) bool { return false }},
		"name":         {app.HistoryFilter{Search: "budi"}, func(m app.Message) bool { return m.Name == "Budi Santoso" }},
		"name, failed": {app.HistoryFilter{Search: "Tono WULANDARI", Statuses: failed}, func(m app.Message) bool { return m.Name == "Tono Wulandari" && m.Status == app.MessageFailed }},
	} {
		t.Run(name, func(t *testing.T) {
			c.filter.Channel = 1
			want := []app.MessageID{}
			for _, m := range all {
				if c.fits(m) {
					want = append(want, m.ID)
				}
			}
			inTx(t, db, func(x *tx) {
				q, err := x.prepareHistory(c.filter)
				require.NoError(t, err)
				for _, from := range []int{-1, 0, 13, len(want) - 1} {
					if from >= len(want) {
						continue
					}
					behind, older, newer := place{}, want, []app.MessageID(nil)
					if from >= 0 {
						behind, err = x.placeOf(want[from])
						require.NoError(t, err)
						older, newer = want[from+1:], want[:from]
					}
					x.waysFind(t, q, behind, false, older)
					if from >= 0 {
						back := slices.Clone(newer)
						slices.Reverse(back)
						x.waysFind(t, q, behind, true, back)
					}
				}
			})
		})
	}
}

// waysFind asks in every way that there is for a question, and in the one that is
// chosen.
func (t *tx) waysFind(tt *testing.T, q historyQuery, behind place, newer bool, want []app.MessageID) {
	tt.Helper()
	const limit = 40
	want = want[:min(limit, len(want))]
	same := func(what string, got []app.Message, err error) {
		tt.Helper()
		require.NoError(tt, err, what)
		require.Equal(tt, append([]app.MessageID{}, want...), append([]app.MessageID{}, idsOf(got)...), what)
	}
	query, args := q.walked(messageRows, behind, newer, limit)
	got, err := list(t, scanMessage, query, args...)
	same("walked", got, err)
	got, err = t.pageOf(q, behind, newer, limit)
	same("chosen", got, err)
	if len(q.search.digits) == 0 {
		query, args, err = t.namesQuery(q, messageRows, behind, newer, limit)
		require.NoError(tt, err)
		got, err = list(t, scanMessage, query, args...)
		same("by name", got, err)
		return
	}
	query, args = q.gathered(messageRows, behind, newer, limit)
	got, err = list(t, scanMessage, query, args...)
	same("gathered", got, err)
	query, args = q.crossed().walked(messageRows, behind, newer, limit)
	got, err = list(t, scanMessage, query, args...)
	same("crossed", got, err)
	out, rest, gathers, err := t.walkSamples(q, behind, newer, limit)
	require.NoError(tt, err)
	if !gathers && !rest.none && len(out) < limit {
		query, args = rest.walked(messageRows, behind, newer, limit-len(out))
		more, err := list(t, scanMessage, query, args...)
		require.NoError(tt, err)
		out = append(out, more...)
	}
	if !gathers {
		same("sampled", out, nil)
	}
}

// Of a long name the rarest letters are looked for, side by side ones hardly.
func TestRareGroupsOfANameAreLookedFor(t *testing.T) {
	groups := func(name string) (out []string) {
		for _, g := range rareGroups([]rune(name)) {
			out = append(out, string(g))
		}
		return out
	}
	require.Equal(t, []string{"bud", "udi"}, groups("budi"))
	require.Equal(t, []string{"sri"}, groups("sri"))
	require.Contains(t, groups("tono wulandari"), "wul")
	for _, name := range []string{"tono wulandari", "xqzkwv", "a b c d e f", "aaaaaaaaaa", "مرحبا بك"} {
		require.LessOrEqual(t, len(groups(name)), groupsMost)
		require.NotEmpty(t, groups(name))
		for _, g := range groups(name) {
			require.Contains(t, name, g)
		}
	}
}
