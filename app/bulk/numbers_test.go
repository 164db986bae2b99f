package bulk_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/protocol"
)

// What was found in the file once is enough: another pace reads neither the file
// nor the history again.
func TestPreflightReadsTheFileOnce(t *testing.T) {
	o := newOffice(t)
	o.knows(protocol.Sending{Provider: "Qontak", PerSecond: 100.0 / 60, Why: app.Say("Qontak allows 100 messages a minute with one sign-in."), Raise: app.Say("Enter more.")})
	o.rows.Update(func(tx app.Tx) error {
		return tx.SaveCheck(o.channel.ID, app.CheckReport{At: time.Now(), Facts: map[string]string{"messaging_limit": "TIER_1K"}})
	})
	order := o.order(2500)
	_, err := o.OptOut(t.Context(), o.agent.ID, app.Published, "081210000003")
	require.NoError(t, err)
	order.Job.OptedOut, err = o.OptedOut(t.Context(), o.agent.ID, app.Published)
	require.NoError(t, err)
	whole, err := o.Preflight(t.Context(), order)
	require.NoError(t, err)
	found, err := recipients.Check(t.Context(), order.File, order.Job, nil)
	require.NoError(t, err)
	require.Equal(t, 2499, found.People())

	order.Checked = &found
	require.NoError(t, os.Remove(order.File.Path))
	again, err := o.Preflight(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, whole, again)
	x, _ := find(again, bulk.FindLimit)
	require.Equal(t, "The messaging limit leaves room for 1,000 people within 24 hours, and 2,499 are in the file.", x.What.String())
	x, _ = find(again, bulk.FindOptedOut)
	require.Equal(t, 1, x.Number)
	x, _ = find(again, bulk.FindPace)
	require.Equal(t, bulk.Warning, x.Level)
	require.Equal(t, "Qontak allows 100 messages a minute with one sign-in. Sending goes as fast as that, and not as fast as chosen.", x.What.String())
	require.Equal(t, "Enter more.", x.Fix.String())
	order.Pace = 1
	again, err = o.Preflight(t.Context(), order)
	require.NoError(t, err)
	x, _ = find(again, bulk.FindPace)
	require.Equal(t, bulk.Fine, x.Level)
}

// How many messages will be charged for is told as far as that is known.
func TestPreflightSaysWhatIsCharged(t *testing.T) {
	o := newOffice(t)
	o.rows.Update(func(tx app.Tx) error {
		for i, ago := range []time.Duration{time.Hour, 23 * time.Hour, 25 * time.Hour} {
			n := fmt.Sprintf("+62812%08d", 10_000_000+i)
			if err := tx.SavePerson(app.Person{ChannelID: o.channel.ID, Key: n, Number: n, LastInboundAt: time.Now().Add(-ago)}); err != nil {
				return err
			}
		}
		return tx.SavePerson(app.Person{ChannelID: o.channel.ID, Key: "+62899", Number: "+62899", LastInboundAt: time.Now()})
	})
	charge := func(s protocol.Sending) bulk.Finding {
		o.knows(s)
		list, err := o.Preflight(t.Context(), o.order(2000))
		require.NoError(t, err)
		x, ok := find(list, bulk.FindCharge)
		require.True(t, ok)
		return x
	}
	x := charge(protocol.Sending{Provider: "Meta", PerSecond: 80, Charging: &protocol.Charging{FreeInWindow: []app.TemplateCategory{app.CategoryUtility}}})
	require.Equal(t, 1998, x.Number)
	require.Equal(t, "Meta charges for 1,998 messages of the category Utility, for each when it arrives. 2 more are free, because these people wrote within the last 24 hours.", x.What.String())
	x = charge(protocol.Sending{Provider: "Meta", PerSecond: 80, Charging: &protocol.Charging{}})
	require.Equal(t, 2000, x.Number)
	require.Equal(t, "Meta charges for 2,000 messages of the category Utility, for each when it arrives.", x.What.String())
	x = charge(protocol.Sending{Provider: "Coster", PerSecond: 80})
	require.Equal(t, -1, x.Number)
	require.Equal(t, "2,000 messages of the category Utility. What Coster charges for them stands in the contract with it.", x.What.String())
}
