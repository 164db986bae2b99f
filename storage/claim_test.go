package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func queued(t testing.TB, db *DB, n int) {
	t.Helper()
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
		c, err := channelForChange(tx)
		for i := 0; err == nil && i < n; i++ {
			_, err = tx.AddMessage(app.Message{Mark: fmt.Sprintf("msg_%06d", i), ChannelID: c.ID, CreatedAt: time.UnixMilli(int64(i))})
		}
		return err
	}))
}

// claimAll claims few at a time and says which, as one of several processes.
func claimAll(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		return err
	}
	for {
		claimed, err := claimSome(ctx, db, 3)
		if err != nil {
			return err
		}
		if len(claimed) == 0 {
			return errors.New("end")
		}
		for _, m := range claimed {
			fmt.Println(m.Mark)
		}
	}
}

// claimSome claims as a runner does: when another process writes for long, it
// tries again.
func claimSome(ctx context.Context, db *DB, limit int) (claimed []app.Message, err error) {
	for {
		err = db.Group(ctx, func(tx app.Tx) (err error) { claimed, err = tx.ClaimMessages(time.Now(), limit, nil); return err })
		if app.ErrorCode(err) != CodeBusy {
			return claimed, err
		}
	}
}

// Three processes and some goroutines of this one claim at once: each message is
// claimed once.
func TestClaimedOnceByManyProcesses(t *testing.T) {
	const messages = 600
	dir := t.TempDir()
	db := open(t, dir)
	queued(t, db, messages)
	var mu sync.Mutex
	times := map[string]int{}
	count := func(mark string) { mu.Lock(); times[mark]++; mu.Unlock() }
	var wg sync.WaitGroup
	for range 3 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), envClaim+"="+dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		wg.Go(func() {
			last := ""
			for lines := bufio.NewScanner(out); lines.Scan(); {
				if last = lines.Text(); last != "end" {
					count(last)
				}
			}
			_ = cmd.Wait()
			assert.Equal(t, "end", last)
		})
	}
	for range 3 {
		wg.Go(func() {
			for {
				claimed, err := claimSome(context.Background(), db, 2)
				if !assert.NoError(t, err) || len(claimed) == 0 {
					return
				}
				for _, m := range claimed {
					count(m.Mark)
				}
			}
		})
	}
	wg.Wait()
	require.Len(t, times, messages)
	for mark, n := range times {
		require.Equal(t, 1, n, mark)
	}
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
		n, err := tx.AbandonAttempts(time.Now())
		require.Equal(t, messages, n)
		return err
	}))
}

// Whatever ends in whatever way, a message has one running attempt when it is
// being sent and none otherwise, and what was ever open or accepted is never
// claimed again.
func TestClaimsProperty(t *testing.T) {
	db := open(t, t.TempDir())
	queued(t, db, 40)
	now := time.Now()
	never := map[app.MessageID]bool{}
	outcomes := []app.AttemptOutcome{app.AttemptAccepted, app.AttemptRefused, app.AttemptSlow, app.AttemptNotSent, app.AttemptNotSent, app.AttemptOpen}
	rapid.Check(t, func(t *rapid.T) {
		now = now.Add(time.Second)
		require.NoError(t, db.Update(context.Background(), func(tx app.Tx) error {
			if rapid.IntRange(0, 20).Draw(t, "kill") == 0 {
				sending, err := tx.ListMessages(app.MessageFilter{Status: app.MessageSending, Limit: 100})
				require.NoError(t, err)
				n, err := tx.AbandonAttempts(now)
				require.Len(t, sending, n)
				for _, m := range sending {
					never[m.ID] = true
				}
				return err
			}
			claimed, err := tx.ClaimMessages(now, rapid.IntRange(0, 3).Draw(t, "limit"), nil)
			require.NoError(t, err)
			for _, m := range claimed {
				require.False(t, never[m.ID], "claimed again")
				if rapid.IntRange(0, 3).Draw(t, "leave") == 0 {
					continue
				}
				o := rapid.SampledFrom(outcomes).Draw(t, "outcome")
				never[m.ID] = o != app.AttemptSlow && o != app.AttemptNotSent
				require.NoError(t, tx.EndAttempt(app.AttemptEnd{Message: m.ID, At: now, Outcome: o, Again: now}))
			}
			return nil
		}))
		var wrong int
		require.NoError(t, db.read.QueryRow(`SELECT count(*) FROM messages m WHERE (status = 'sending') <>
			(SELECT count(*) FROM attempts a WHERE a.message_id = m.id AND a.outcome = 'running')
			OR attempts <> (SELECT count(*) FROM attempts a WHERE a.message_id = m.id)`).Scan(&wrong))
		require.Zero(t, wrong)
	})
}

// The end of a try is kept by whoever comes with it, also by another process than the
// one that claimed the message; and only once.
func TestAnotherProcessEndsWhatWasClaimed(t *testing.T) {
	dir := t.TempDir()
	db, other := open(t, dir), open(t, dir)
	var channel app.ChannelID
	require.NoError(t, db.Update(t.Context(), func(tx app.Tx) (err error) {
		c, err := channelForChange(tx)
		channel = c.ID
		return err
	}))
	for i, reference := range []string{"", "", "r2", "r3"} {
		end := app.AttemptEnd{Attempt: 1, At: time.Now(), Outcome: app.AttemptAccepted, ProviderID: fmt.Sprint("w", i), Reference: reference}
		require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
			_, err := tx.AddMessage(app.Message{Mark: fmt.Sprint("m", i), ChannelID: channel, To: "+62811", Source: app.SourceAPI, Content: app.Content{Text: "x"}})
			require.NoError(t, err)
			claimed, err := tx.ClaimMessages(time.Now().Add(time.Hour), 9, nil)
			require.Len(t, claimed, 1)
			end.Message = claimed[0].ID
			return err
		}))
		first, second := db, other
		if i%2 == 1 {
			first, second = other, db
		}
		require.NoError(t, first.Update(t.Context(), func(tx app.Tx) error { return tx.EndAttempt(end) }))
		require.Error(t, second.Update(t.Context(), func(tx app.Tx) error { return tx.EndAttempt(end) }))
		require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
			m, err := tx.GetMessage(end.Message)
			require.Equal(t, []string{"accepted", end.ProviderID, reference}, []string{string(m.Status), m.ProviderID, m.Reference})
			return err
		}))
	}
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
}
