package storage

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inOneCommit runs functions of GroupAgain, in their order, in one commit.
func inOneCommit(t *testing.T, db *DB, fns ...func(app.Tx) error) []error {
	t.Helper()
	var wg sync.WaitGroup
	errs := make([]error, len(fns))
	begun, finish := make(chan struct{}), make(chan struct{})
	wg.Go(func() {
		once := sync.OnceFunc(func() { close(begun); <-finish })
		_ = db.GroupAgain(t.Context(), func(app.Tx) error { once(); return nil }) // without room it fails with the others
	})
	<-begun
	for i, fn := range fns {
		wg.Go(func() { errs[i] = db.GroupAgain(t.Context(), fn) })
		wait(db, i+1)
	}
	close(finish)
	wg.Wait()
	return errs
}

// told is a state of the message with the provider's id p0, p1 and so on.
func told(n int, s app.MessageStatus, at time.Time, price string) func(app.Tx) error {
	return func(tx app.Tx) error {
		_, err := tx.ApplyState(1, app.StateUpdate{ProviderID: fmt.Sprint("p", n), Status: s, At: at, Price: price})
		return err
	}
}

// came keeps a webhook and tells its number.
func came(channel app.ChannelID, body string, id *app.ArrivalID) func(app.Tx) error {
	return func(tx app.Tx) (err error) {
		*id, err = tx.AddArrival(app.Arrival{ChannelID: channel, State: app.ArrivalApplied, Body: []byte(body)})
		return err
	}
}

// accepted makes messages of channel 1 that the provider has.
func accepted(t *testing.T, db *DB, n int) {
	t.Helper()
	queued(t, db, 0)
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
		for i := range n {
			m := app.Message{Mark: fmt.Sprint("m", i), ChannelID: 1, To: "+6281", Content: app.Content{Text: "x"}, Source: app.SourceAPI,
				Status: app.MessageAccepted, ProviderID: fmt.Sprint("p", i), AcceptedAt: time.Now()}
			if _, err := tx.AddMessage(m); err != nil {
				return err
			}
		}
		return nil
	}))
}

func message(t *testing.T, db *DB, mark string) (m app.Message) {
	t.Helper()
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) (err error) { m, err = tx.FindMessage(mark); return err }))
	return m
}

// What is written at the end of a commit is there as if each had written its own.
func TestLateIsThereInTheEnd(t *testing.T) {
	db := open(t, t.TempDir())
	accepted(t, db, 2)
	at := time.UnixMilli(1_700_000_000_000).UTC()
	ids := make([]app.ArrivalID, 45) // in several statements
	var fns []func(app.Tx) error
	for i := range ids {
		fns = append(fns, came(1, fmt.Sprint("body ", i), &ids[i]))
	}
	var again app.StateApplied
	fns = append(fns, told(0, app.MessageSent, at, ""), told(0, app.MessageRead, at.Add(2*time.Second), "utility"),
		told(0, app.MessageDelivered, at.Add(time.Second), ""), told(1, app.MessageDelivered, at, ""),
		func(tx app.Tx) (err error) {
			again, err = tx.ApplyState(1, app.StateUpdate{ProviderID: "p0", Status: app.MessageDelivered, At: at})
			return err
		})
	for _, err := range inOneCommit(t, db, fns...) {
		require.NoError(t, err)
	}
	require.True(t, again.Repeated)
	require.Equal(t, app.MessageRead, again.Message.Status)
	m := message(t, db, "m0")
	require.Equal(t, []any{app.MessageRead, at, at.Add(time.Second), at.Add(2 * time.Second), "utility"}, []any{m.Status, m.SentAt, m.DeliveredAt, m.ReadAt, m.Price})
	require.Equal(t, app.MessageDelivered, message(t, db, "m1").Status)
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		for i, id := range ids {
			a, err := tx.GetArrival(id)
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint("body ", i), string(a.Body))
		}
		return nil
	}))
	requireCounts(t, db)
}

// requireCounts proves that the counters are those of the messages.
func requireCounts(t *testing.T, db *DB) {
	t.Helper()
	var wrong int
	require.NoError(t, db.read.QueryRow(`SELECT count(*) FROM (
		SELECT status, count(*) AS n FROM messages GROUP BY status EXCEPT SELECT s, n FROM (
		SELECT 'accepted' AS s, sum(accepted) AS n FROM message_counts UNION ALL SELECT 'sent', sum(sent) FROM message_counts
		UNION ALL SELECT 'delivered', sum(delivered) FROM message_counts UNION ALL SELECT 'read', sum(read) FROM message_counts
		UNION ALL SELECT 'failed', sum(failed) FROM message_counts))`).Scan(&wrong))
	require.Zero(t, wrong)
}

// Whoever looks within the same commit sees it, and what he changes stays changed.
func TestLateIsSeenInTheSameCommit(t *testing.T) {
	db := open(t, t.TempDir())
	accepted(t, db, 1)
	at := time.UnixMilli(1_700_000_000_000).UTC()
	var first, second app.ArrivalID
	var seen app.Message
	var body string
	errs := inOneCommit(t, db, came(1, "first", &first), told(0, app.MessageSent, at, ""),
		func(tx app.Tx) (err error) {
			a, err := tx.GetArrival(first)
			if err != nil {
				return err
			}
			body = string(a.Body)
			seen, err = tx.FindMessage("m0")
			return err
		},
		came(1, "second", &second), told(0, app.MessageFailed, at, ""), told(0, app.MessageRead, at, ""))
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Equal(t, "first", body)
	require.Equal(t, app.MessageSent, seen.Status)
	require.Equal(t, first+1, second)
	m := message(t, db, "m0")
	require.Equal(t, app.MessageFailed, m.Status)
	require.Zero(t, m.ReadAt, "what failed is not read")
	requireCounts(t, db)
}

// A mistake that shows only when all is written down is that of the one who made it.
func TestLateMistakeHitsItsOwner(t *testing.T) {
	for _, looks := range []bool{false, true} {
		db := open(t, t.TempDir())
		accepted(t, db, 1)
		at := time.UnixMilli(1_700_000_000_000).UTC()
		var ids [3]app.ArrivalID
		runs := 0
		errs := inOneCommit(t, db, came(1, "a", &ids[0]), came(77, "no such channel", &ids[1]), told(0, app.MessageRead, at, ""),
			func(tx app.Tx) error {
				runs++
				if looks {
					_, err := tx.FindMessage("m0")
					return err
				}
				return nil
			}, came(1, "b", &ids[2]))
		require.Equal(t, app.CodeNotFound, app.ErrorCode(errs[1]))
		for _, i := range []int{0, 2, 3, 4} {
			require.NoError(t, errs[i], "%d", i)
		}
		require.Equal(t, 2, runs)
		require.Equal(t, app.MessageRead, message(t, db, "m0").Status)
		requireArrivals(t, db, "a", "b")
		requireCounts(t, db)
	}
}

func requireArrivals(t *testing.T, db *DB, bodies ...string) {
	t.Helper()
	var got []string
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		all, err := tx.ListArrivals(1, 0, 100)
		for i := len(all) - 1; i >= 0; i-- {
			a, err := tx.GetArrival(all[i].ID)
			require.NoError(t, err)
			got = append(got, string(a.Body))
		}
		return err
	}))
	require.Equal(t, bodies, got)
}

// One that fails takes along only its own, and so does one that must not run twice.
func TestLateOfOneThatFails(t *testing.T) {
	mine := errors.New("mine")
	for name, group := range map[string]func(*DB, func(app.Tx) error) error{
		"again": func(db *DB, fn func(app.Tx) error) error { return db.GroupAgain(t.Context(), fn) },
		"once":  func(db *DB, fn func(app.Tx) error) error { return db.Group(t.Context(), fn) },
	} {
		db := open(t, t.TempDir())
		accepted(t, db, 1)
		at := time.UnixMilli(1_700_000_000_000).UTC()
		var a, b, c app.ArrivalID
		var wg sync.WaitGroup
		begun, finish := make(chan struct{}), make(chan struct{})
		once := sync.OnceFunc(func() { close(begun); <-finish })
		wg.Go(func() {
			assert.NoError(t, db.GroupAgain(t.Context(), func(tx app.Tx) error { once(); return came(1, "a", &a)(tx) }))
		})
		<-begun
		wg.Go(func() { assert.NoError(t, db.GroupAgain(t.Context(), told(0, app.MessageSent, at, ""))) })
		wait(db, 1)
		wg.Go(func() {
			err := group(db, func(tx app.Tx) error {
				return errors.Join(came(1, "b", &b)(tx), told(0, app.MessageRead, at, "")(tx), mine)
			})
			assert.ErrorIs(t, err, mine)
		})
		wait(db, 2)
		wg.Go(func() { assert.NoError(t, db.GroupAgain(t.Context(), came(1, "c", &c))) })
		wait(db, 3)
		close(finish)
		wg.Wait()
		require.Equal(t, app.MessageSent, message(t, db, "m0").Status, name)
		requireArrivals(t, db, "a", "c")
		requireCounts(t, db)
	}
}

// Without room on the disk all of them are told, and nothing of it stays.
func TestLateWithoutRoom(t *testing.T) {
	db := open(t, t.TempDir())
	accepted(t, db, 1)
	var pages int
	require.NoError(t, db.write.QueryRow(`PRAGMA max_page_count = 1`).Scan(&pages)) // becomes the present size
	var a, b app.ArrivalID
	at := time.UnixMilli(1_700_000_000_000).UTC()
	for _, err := range inOneCommit(t, db, came(1, strings.Repeat("a", 1<<20), &a), came(1, strings.Repeat("b", 1<<20), &b)) {
		require.Equal(t, CodeDiskFull, app.ErrorCode(err), "%v", err)
	}
	requireArrivals(t, db)
	require.NoError(t, db.write.QueryRow(`PRAGMA max_page_count = 100000`).Scan(&pages))
	for _, err := range inOneCommit(t, db, came(1, "fits", &a), told(0, app.MessageRead, at, "")) {
		require.NoError(t, err)
	}
	requireArrivals(t, db, "fits")
	require.Equal(t, app.MessageRead, message(t, db, "m0").Status)
}
