package storage

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// The test program starts itself again with one of these to be a process that
// can be killed.
const (
	envWriter = "CHANNELDESK_TEST_WRITER" // data folder: change it for ever
	envLocker = "CHANNELDESK_TEST_LOCKER" // data folder: hold both locks
	envGroup  = "CHANNELDESK_TEST_GROUP"  // data folder: write in groups for ever
	envClaim  = "CHANNELDESK_TEST_CLAIM"  // data folder: claim messages until none is left
)

func TestMain(m *testing.M) {
	for env, run := range map[string]func(dir string) error{
		envWriter: writeForEver, envLocker: holdLocks, envGroup: groupForEver, envClaim: claimAll,
	} {
		if dir := os.Getenv(env); dir != "" {
			fmt.Println(run(dir))
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func writeForEver(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		return err
	}
	for {
		n, err := oneWholeChange(ctx, db)
		if err != nil {
			return err
		}
		fmt.Println(n) // what was said to be saved must be there afterwards
	}
}

// oneWholeChange counts on in every table at once, by one of several ways.
func oneWholeChange(ctx context.Context, db *DB) (n int, err error) {
	err = db.Update(ctx, func(tx app.Tx) error {
		v, err := tx.Setting("n")
		if err != nil {
			return err
		}
		n, _ = strconv.Atoi(v)
		n++
		c, err := channelForChange(tx)
		if err != nil {
			return err
		}
		info := app.SecretInfo{Ref: app.SecretRef(fmt.Sprintf("m:%032d", n)), SetAt: time.UnixMilli(int64(n))}
		c.Fields = map[string]string{"n": strconv.Itoa(n), "filler": strings.Repeat("x", rand.IntN(20000))}
		c.Secrets = map[string]app.SecretInfo{"token": info}
		c.Parked = map[app.ProtocolID]app.ProtocolValues{"other": {Fields: c.Fields, Secrets: c.Secrets}}
		c.Version = n
		steps := []func() error{
			func() error { return tx.SetSetting("n", strconv.Itoa(n)) },
			func() error { return tx.UpdateChannel(c) },
			func() error { return tx.AddSecretRef(info.Ref, info.SetAt) },
			func() error { _, err := tx.AddVersion(app.Version{ChannelID: c.ID, Snapshot: c}); return err },
			func() error { _, err := tx.AddHandoff(app.Handoff{ChannelID: c.ID}); return err },
			func() error { return tx.AddActivity(app.Activity{Kind: "n", After: strconv.Itoa(n)}) },
			func() error {
				return tx.SaveCheck(c.ID, app.CheckReport{Facts: map[string]string{"n": strconv.Itoa(n)}})
			},
			func() error { return tx.SetWarned("n", n, time.Now()) },
			func() error { return tx.UpdateMember(app.Member{ID: 1, Name: strconv.Itoa(n)}) },
			func() error { return tx.DropVersionSecrets(c.ID, 3) },
		}
		rand.Shuffle(len(steps)-1, func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func channelForChange(tx app.Tx) (app.Channel, error) {
	a, err := tx.FindAgent("Kill")
	if app.ErrorCode(err) != app.CodeNotFound {
		if err != nil {
			return app.Channel{}, err
		}
		return tx.GetChannel(a.ID, app.Published)
	}
	if _, err := tx.AddMember(app.Member{Name: "0"}); err != nil {
		return app.Channel{}, err
	}
	id, err := tx.CreateAgent(app.Agent{Name: "Kill"})
	if err != nil {
		return app.Channel{}, err
	}
	if _, err = tx.CreateChannel(app.Channel{AgentID: id, Environment: app.Published, Key: "ki-000001"}); err != nil {
		return app.Channel{}, err
	}
	return tx.GetChannel(id, app.Published)
}

func TestKilledAtAnyMoment(t *testing.T) {
	rounds := 30
	if os.Getenv("CHANNELDESK_SOAK") == "1" {
		rounds = 200
	}
	dir := t.TempDir()
	last := 0
	for range rounds {
		said := killedWriter(t, dir, rand.IntN(12))
		db, err := Open(t.Context(), Options{Dir: dir})
		require.NoError(t, err)
		n := wholeAt(t, db)
		require.GreaterOrEqual(t, n, said, "a change that was said to be saved is gone")
		require.GreaterOrEqual(t, n, last)
		last = n
		require.NoError(t, db.Close())
	}
	t.Logf("%d rounds, %d changes", rounds, last)
}

// killedWriter starts a writer, kills it some time after it reported lines
// changes, and gives the last one that it reported.
func killedWriter(t *testing.T, dir string, lines int) (said int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envWriter+"="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	r := bufio.NewReader(out)
	read := func() bool {
		line, err := r.ReadString('\n')
		if err != nil { // a line without its end was not said
			return false
		}
		n, err := strconv.Atoi(strings.TrimSpace(line))
		require.NoError(t, err, "the writer failed: %s", line)
		said = n
		return true
	}
	for range lines {
		read()
	}
	for end := time.Now().Add(rand.N(3 * time.Millisecond)); time.Now().Before(end); { // a random moment of the next change
	}
	require.NoError(t, cmd.Process.Kill())
	for read() {
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
	return said
}

// wholeAt demands that every table is at the same change, and gives which.
func wholeAt(t *testing.T, db *DB) (n int) {
	t.Helper()
	problems, err := db.Integrity(t.Context())
	require.NoError(t, err)
	require.Empty(t, problems)
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		v, err := tx.Setting("n")
		require.NoError(t, err)
		if v == "" { // killed before the first change
			all, err := tx.ListAgents()
			require.Empty(t, all)
			return err
		}
		n, err = strconv.Atoi(v)
		require.NoError(t, err)
		a, err := tx.FindAgent("Kill")
		require.NoError(t, err)
		c, err := tx.GetChannel(a.ID, app.Published)
		require.NoError(t, err)
		require.Equal(t, v, c.Fields["n"])
		require.Equal(t, n, c.Version)
		require.EqualValues(t, n+1, c.Revision)
		require.Equal(t, app.SecretRef(fmt.Sprintf("m:%032d", n)), c.Secrets["token"].Ref)
		versions, err := tx.ListVersions(c.ID)
		require.NoError(t, err)
		require.Len(t, versions, n)
		handoffs, err := tx.ListHandoffs(c.ID)
		require.NoError(t, err)
		require.Len(t, handoffs, n)
		check, err := tx.GetCheck(c.ID)
		require.NoError(t, err)
		require.Equal(t, v, check.Facts["n"])
		lines, err := tx.ListActivity(0, 1)
		require.NoError(t, err)
		require.Equal(t, v, lines[0].After)
		proof, err := tx.VerifyActivity()
		require.NoError(t, err)
		require.EqualValues(t, n, proof.Lines)
		days, _, err := tx.Warned("n")
		require.NoError(t, err)
		require.Equal(t, n, days)
		m, err := tx.GetMember(1)
		require.NoError(t, err)
		require.Equal(t, v, m.Name)
		require.Equal(t, c.Secrets, c.Parked["other"].Secrets)
		orphans, err := tx.OrphanSecretRefs(time.Now())
		require.Len(t, orphans, max(0, n-3))
		return err
	}))
	return n
}
