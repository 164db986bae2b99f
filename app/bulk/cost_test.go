package bulk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/price"
	"channeldesk/app/protocol"
)

// What a bulk send costs is told by the price list that holds when it is sent, by
// country, without what is free in open windows; without a list nothing is told.
func TestPreflightSaysWhatItCosts(t *testing.T) {
	o := newOffice(t)
	unit := price.Unit
	prices := func(lists ...price.List) {
		o.rows.Update(func(tx app.Tx) error {
			for i := range lists {
				lists[i].Protocol = o.channel.Protocol
			}
			return price.Write(tx, lists)
		})
	}
	o.rows.Update(func(tx app.Tx) error {
		return tx.SavePerson(app.Person{ChannelID: o.channel.ID, Key: "+6281210000003", Number: "+6281210000003", LastInboundAt: time.Now()})
	})
	o.knows(protocol.Sending{Provider: "Meta", PerSecond: 80, Charging: &protocol.Charging{FreeInWindow: []app.TemplateCategory{app.CategoryUtility}}})
	order := o.order(100)
	cost := func() (bulk.Finding, bool) {
		list, err := o.Preflight(t.Context(), order)
		require.NoError(t, err)
		return find(list, bulk.FindCost)
	}
	_, ok := cost()
	require.False(t, ok, "there is no list")

	today := price.DateOf(time.Now())
	l := price.List{From: today, Currency: "IDR", Everywhere: price.Amounts{price.Utility: 400 * unit}}
	prices(l)
	x, ok := cost()
	require.True(t, ok)
	require.Equal(t, 99*400*unit, x.Cost.Total.Amount)
	require.Equal(t, "These messages cost up to Rp 39,600 by your price list of "+app.Day(today.Start()).String()+".", x.What.String())

	// Abroad it costs something else, and the order may hold other countries.
	l.Regions = map[string]price.Amounts{"SG": {price.Utility: 1000 * unit}}
	prices(l)
	var file strings.Builder
	file.WriteString("phone,name,customer,amount\n")
	for i := range 100 {
		fmt.Fprintf(&file, "0812%08d,Ibu,Ibu,Rp 1\n", 10_000_000+i)
	}
	for _, number := range []string{"+6591234567", "+6591234568", "+14165550123"} {
		fmt.Fprintf(&file, "%s,Ibu,Ibu,Rp 1\n", number)
	}
	order = o.orderOf(file.String())
	x, ok = cost()
	require.True(t, ok)
	require.Equal(t, (100*400+2*1000)*unit, x.Cost.Total.Amount, x.What.String())

	l.Everywhere, l.Regions["ID"] = nil, price.Amounts{price.Utility: 400 * unit}
	prices(l)
	x, _ = cost()
	require.Equal(t, []string{"CA"}, x.Cost.Missing)
	require.Equal(t, fmt.Sprintf("101 of these messages cost up to Rp 41,600 by your price list of %s. It has no price for the other 1.", app.Day(today.Start())), x.What.String())
	l.Regions = map[string]price.Amounts{"MY": {price.Utility: unit}}
	prices(l)
	x, _ = cost()
	require.Contains(t, x.What.String(), "has no price for these messages")

	// A send that waits for tomorrow is priced by tomorrow's list.
	tomorrow := time.Now().AddDate(0, 0, 1)
	next := price.List{From: price.DateOf(tomorrow), Currency: "IDR", Everywhere: price.Amounts{price.Utility: 500 * unit}}
	prices(l, next)
	order.DueAt = tomorrow
	x, _ = cost()
	require.Equal(t, 102*500*unit, x.Cost.Total.Amount)
}

// Whoever gets two messages pays for two.
func TestEachMessageOfAFileCounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "twice.csv")
	require.NoError(t, os.WriteFile(path, []byte("phone\n+6281210000003\n+6281210000003\n+6591234567\n"), 0o600))
	f, err := recipients.Open(path)
	require.NoError(t, err)
	for keep, want := range map[bool]int{false: 2, true: 3} {
		needs := []recipients.Need{recipients.Phone("Phone")}
		job := recipients.Job{Needs: needs, Columns: []int{0}, Country: "ID", Twice: keep}
		r, err := recipients.Check(t.Context(), f, job, nil)
		require.NoError(t, err)
		n := 0
		r.EachMessage(func(uint64) { n++ })
		require.Equal(t, want, n)
		require.Equal(t, 2, r.People())
	}
}
