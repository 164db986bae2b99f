package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// groupForEver writes from many goroutines at once. Each function keeps a
// webhook and its key; some fail or panic afterwards. What was saved is said.
func groupForEver(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		return err
	}
	var channel app.ChannelID
	err = db.Update(ctx, func(tx app.Tx) error {
		c, err := channelForChange(tx)
		channel = c.ID
		return err
	})
	if err != nil {
		return err
	}
	failed := make(chan error)
	var wg sync.WaitGroup
	for who := range 12 {
		wg.Go(func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%d-%d-%d", os.Getpid(), who, n)
				err := groupedArrival(ctx, db, channel, name, n%7)
				switch {
				case errors.Is(err, errOnPurpose):
				case err != nil:
					failed <- err
				default:
					fmt.Println(name) // what was said to be saved must be there afterwards
				}
			}
		})
	}
	return <-failed
}

var errOnPurpose = errors.New("on purpose")

func groupedArrival(ctx context.Context, db *DB, channel app.ChannelID, name string, end int) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = errOnPurpose
		}
	}()
	return db.Group(ctx, func(tx app.Tx) error {
		if _, err := tx.AddArrival(app.Arrival{ChannelID: channel, Body: []byte(name)}); err != nil {
			return err
		}
		fresh, err := tx.TakeKeys(channel, []string{name}, time.Now())
		switch {
		case err != nil:
			return err
		case !fresh[0]:
			return fmt.Errorf("%s ran twice", name)
		case end == 5:
			return errOnPurpose
		case end == 6:
			panic("on purpose")
		}
		return nil
	})
}

func TestGroupKilledAtAnyMoment(t *testing.T) {
	rounds := 8
	if os.Getenv("CHANNELDESK_SOAK") == "1" {
		rounds = 50
	}
	dir := t.TempDir()
	said := map[string]bool{}
	for range rounds {
		killedGroup(t, dir, rand.IntN(400), said)
		db, err := Open(t.Context(), Options{Dir: dir})
		require.NoError(t, err)
		requireSaid(t, db, said)
		require.NoError(t, db.Close())
	}
	t.Logf("%d rounds, %d said to be saved", rounds, len(said))
}

// killedGroup starts a writer, kills it some time after it said so many, and
// adds what it said.
func killedGroup(t *testing.T, dir string, lines int, said map[string]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envGroup+"="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	r := bufio.NewReader(out)
	read := func() bool {
		line, err := r.ReadString('\n')
		if err != nil { // a line without its end was not said
			return false
		}
		require.NotContains(t, line, " ", "the writer failed")
		said[strings.TrimSpace(line)] = true
		return true
	}
	for range lines {
		read()
	}
	for end := time.Now().Add(rand.N(3 * time.Millisecond)); time.Now().Before(end); { // a random moment of the next commits
	}
	require.NoError(t, cmd.Process.Kill())
	for read() {
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
}

// requireSaid demands that each change that was said to be saved is there
// exactly once, and that each that is there is whole and was meant to be.
func requireSaid(t *testing.T, db *DB, said map[string]bool) {
	t.Helper()
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
	rows, err := db.read.QueryContext(t.Context(), `SELECT CAST(a.body AS TEXT), (SELECT count(*) FROM arrival_keys k WHERE k.channel_id = a.channel_id AND k.key = CAST(a.body AS TEXT)) FROM arrivals a`)
	require.NoError(t, err)
	defer rows.Close()
	there := map[string]bool{}
	for rows.Next() {
		var name string
		var keys int
		require.NoError(t, rows.Scan(&name, &keys))
		require.False(t, there[name], "%s is there twice", name)
		require.Equal(t, 1, keys, "%s is there by half", name)
		var pid, who, n int
		_, err := fmt.Sscanf(name, "%d-%d-%d", &pid, &who, &n)
		require.NoError(t, err)
		require.Less(t, n%7, 5, "%s failed and is there", name)
		there[name] = true
	}
	require.NoError(t, rows.Err())
	for name := range said {
		require.True(t, there[name], "%s was said to be saved and is gone", name)
	}
	var keys int
	require.NoError(t, db.read.QueryRowContext(t.Context(), `SELECT count(*) FROM arrival_keys`).Scan(&keys))
	require.Equal(t, len(there), keys)
}
