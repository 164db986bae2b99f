package history_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/history"
	"channeldesk/app/price"
)

// An export says what each message cost, by the list that held when it was sent;
// what is free costs nothing, and what is not known stays empty.
func TestExportSaysWhatMessagesCost(t *testing.T) {
	o := newOffice(t)
	today := price.DateOf(now)
	o.f.Update(func(tx app.Tx) error {
		return price.Write(tx, price.Book{
			{Protocol: o.c.Protocol, From: today, Currency: "IDR", Everywhere: price.Amounts{price.Utility: 356_650_000}, Regions: map[string]price.Amounts{"SG": {price.Utility: 1000 * price.Unit}}},
			{Protocol: o.c.Protocol, From: "2020-01-01", Currency: "USD", Everywhere: price.Amounts{price.Utility: 41_100}},
		})
	})
	want := map[string]string{}
	for i, x := range []struct {
		to, price, cost string
		before          time.Duration
	}{
		{"+6281210000001", "utility, billable", "356.65 IDR", 0},
		{"+6591234567", "utility, billable", "1000 IDR", 0},
		{"+6281210000002", "utility, billable", "0.0411 USD", 48 * time.Hour},
		{"+6281210000003", "utility, free", "0 IDR", 0},
		{"+6281210000004", "marketing, billable", " ", 0},
		{"+6281210000005", "", " ", 0},
	} {
		m := o.message(app.MessageDelivered, func(m *app.Message) {
			m.Mark, m.To, m.Price, m.CreatedAt = "msg_"+string(rune('a'+i)), x.to, x.price, now.Add(-x.before)
			m.AcceptedAt, m.SentAt = m.CreatedAt, time.Time{}
		})
		want[m.Mark] = x.cost
	}
	for _, excel := range []bool{false, true} {
		var out bytes.Buffer
		require.NoError(t, o.Export(context.Background(), o.c.AgentID, app.Published, app.HistoryFilter{}, &out, history.ExportOptions{ForExcel: excel}, nil))
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
		if excel {
			r.Comma = ';'
		}
		rows, err := r.ReadAll()
		require.NoError(t, err)
		require.Equal(t, []string{"cost", "currency"}, rows[0][len(rows[0])-2:])
		require.Len(t, rows, len(want)+1)
		for _, row := range rows[1:] {
			cost := want[row[0]]
			if excel {
				cost = strings.Replace(cost, ".", ",", 1)
			}
			require.Equal(t, cost, strings.Join(row[len(row)-2:], " "), row[0])
		}
	}
}

// A channel that changed its provider since costs its older messages what the
// provider of then took.
func TestExportPricesByTheProtocolOfThen(t *testing.T) {
	o := newOffice(t)
	o.f.Update(func(tx app.Tx) error {
		if err := price.Write(tx, price.Book{
			{Protocol: o.c.Protocol, From: "2020-01-01", Currency: "IDR", Everywhere: price.Amounts{price.Utility: 357 * price.Unit}},
			{Protocol: "another", From: "2020-01-01", Currency: "USD", Everywhere: price.Amounts{price.Utility: 41_100}},
		}); err != nil {
			return err
		}
		c, err := tx.GetChannel(o.c.AgentID, app.Published)
		if err != nil {
			return err
		}
		c.Protocol, c.UpdatedAt = "another", time.Now().Add(time.Hour)
		return tx.UpdateChannel(c)
	})
	var past []app.ProtocolSince
	o.f.View(func(tx app.Tx) (err error) { past, err = tx.ProtocolsOf(o.c.ID); return err })
	for mark, after := range map[string]time.Duration{"msg_old": -time.Minute, "msg_new": time.Minute} {
		o.message(app.MessageDelivered, func(m *app.Message) {
			m.Mark, m.To, m.Price, m.CreatedAt = mark, "+6281210000001", "utility, billable", past[1].Since.Add(after)
			m.AcceptedAt, m.SentAt = m.CreatedAt, time.Time{}
		})
	}
	var out bytes.Buffer
	require.NoError(t, o.Export(context.Background(), o.c.AgentID, app.Published, app.HistoryFilter{}, &out, history.ExportOptions{}, nil))
	rows, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 3)
	for i, want := range []string{"msg_new 0.0411 USD", "msg_old 357 IDR"} {
		row := rows[i+1]
		require.Equal(t, want, strings.Join([]string{row[0], row[len(row)-2], row[len(row)-1]}, " "))
	}
}
