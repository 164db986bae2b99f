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
