package inbox_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/storage"
)

// With envTaker this program takes webhooks for the data folder of that name,
// instead of testing, until it is killed: it reads numbers from its standard input
// and writes each one back when the webhook of that number was answered with 200.
const envTaker = "CHANNELDESK_TEST_TAKER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(envTaker); dir != "" {
		fmt.Println("failed:", takeForEver(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// lone gives one channel whose secrets are known.
type lone struct {
	db *storage.DB
	p  protocol.Protocol
}

func (l lone) LiveByKey(ctx context.Context, _, key string) (live inbox.Live, err error) {
	live.Protocol = l.p
	err = l.db.View(ctx, func(tx app.Tx) (err error) {
		live.Channel, err = tx.FindChannel(key)
		return err
	})
	live.Config = protocol.Config{Channel: live.Channel, Secrets: map[string]app.Secret{"app_secret": app.NewSecret(appSecret)}}
	return live, err
}

type nobody struct{}

func (nobody) Require(context.Context, app.AgentID, app.Permission) (app.Member, error) {
	return app.Member{Name: "Sari", Role: app.Owner}, nil
}

func serviceOn(db *storage.DB) *inbox.Service {
	p := metacloud.New(metacloud.Options{Clock: app.SystemClock})
	return inbox.New(inbox.Params{
		Store: db, Channels: lone{db, p}, Protocols: protocol.NewRegistry(p), Guard: nobody{}, Bus: &app.Bus{}, Clock: app.SystemClock,
		Log: slog.New(slog.DiscardHandler), Forward: &forwarded{},
	})
}

// killKey is the channel's.
const killKey = "kl-000001"

func makeChannel(db *storage.DB) error {
	return db.Update(context.Background(), func(tx app.Tx) error {
		agent, err := tx.CreateAgent(app.Agent{Name: "Kill", Country: "ID"})
		if err != nil {
			return err
		}
		_, err = tx.CreateChannel(app.Channel{
			AgentID: agent, Environment: app.Published, Key: killKey, Protocol: "meta_cloud", AccountCode: accountCode,
			Fields:  map[string]string{"waba_id": wabaID, "phone_number_id": numberID},
			Session: app.DefaultSession(), Forward: app.Forward{URL: "https://agent.example/in"},
		})
		return err
	})
}

// killPost is the webhook of a number: a message of one of 50 people, and a state.
func killPost(n int) string {
	message := strings.Replace(metaMessage("wamid.in"+strconv.Itoa(n), monday, `"type":"text","text":{"body":"x"}`), "6281255507001", fmt.Sprintf("62812555070%02d", n%50), 1)
	return metaPost("messages", `{`+metaData+`,"messages":[`+message+`],"statuses":[`+metaState("wamid.out"+strconv.Itoa(n), "read", monday)+`]}`)
}

func killHook(n int) inbox.Hook {
	body := killPost(n)
	return inbox.Hook{HookPath: "meta", Key: killKey, Header: signed(appSecret, body), Body: []byte(body)}
}

func takeForEver(dir string) error {
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir})
	if err != nil {
		return err
	}
	s := serviceOn(db)
	lines := bufio.NewScanner(os.Stdin)
	var mu sync.Mutex
	fmt.Println("ready")
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			return err
		}
		go func() {
			if s.Take(context.Background(), killHook(n)).Status == http.StatusOK {
				mu.Lock()
				defer mu.Unlock()
				fmt.Println(n)
			}
		}()
	}
	return io.EOF
}

// TestKillLosesNothingThatWasAnswered kills the program again and again while it
// takes webhooks. What was not answered is sent again, as providers do; in the end
// everything took effect once.
func TestKillLosesNothingThatWasAnswered(t *testing.T) {
	rounds := 3
	if os.Getenv("CHANNELDESK_SOAK") != "" {
		rounds = 50
	}
	dir := t.TempDir()
	db := fresh(t, dir)
	require.NoError(t, makeChannel(db))
	require.NoError(t, db.Close())
	answered, open, next := map[int]bool{}, []int{}, 0
	for range rounds {
		again := open
		for range 1200 {
			again = append(again, next)
			next++
		}
		got := takeUntilKilled(t, dir, again, 120)
		open = nil
		for _, n := range again {
			if got[n] {
				answered[n] = true
			} else {
				open = append(open, n)
			}
		}
		requireOnce(t, dir, answered)
	}
	require.NotEmpty(t, open, "it was killed in the middle")
	db = fresh(t, dir)
	s := serviceOn(db)
	for _, n := range open {
		require.Equal(t, http.StatusOK, s.Take(context.Background(), killHook(n)).Status)
		answered[n] = true
	}
	require.NoError(t, db.Close())
	require.Len(t, answered, next)
	requireOnce(t, dir, answered)
}

// takeUntilKilled starts the program, sends webhooks, and kills it after so many
// answers.
func takeUntilKilled(t *testing.T, dir string, numbers []int, answers int) map[int]bool {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), envTaker+"="+dir)
	in, err := child.StdinPipe()
	require.NoError(t, err)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	require.Equal(t, "ready", lines.Text())
	go func() {
		for _, n := range numbers {
			if _, err := fmt.Fprintln(in, n); err != nil {
				return
			}
		}
	}()
	got := map[int]bool{}
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil { // a line that was cut off
			continue
		}
		got[n] = true
		if len(got) == answers {
			require.NoError(t, child.Process.Kill())
		}
	}
	_ = child.Wait()
	return got
}

// requireOnce demands that each number took effect exactly once: its message was
// passed on, and its state is kept.
func requireOnce(t *testing.T, dir string, answered map[int]bool) {
	t.Helper()
	db := fresh(t, dir)
	defer func() { require.NoError(t, db.Close()) }()
	passed := map[string]int{}
	require.NoError(t, db.View(context.Background(), func(tx app.Tx) error {
		c, err := tx.FindChannel(killKey)
		if err != nil {
			return err
		}
		list, err := tx.ListForwardings(c.ID, app.ForwardWaiting, 1<<20)
		for _, f := range list {
			_, rest, _ := strings.Cut(string(f.Body), "wamid.in")
			id, _, _ := strings.Cut(rest, " ")
			passed[id]++
		}
		return err
	}))
	for n := range answered {
		require.Equal(t, 1, passed[strconv.Itoa(n)], "webhook %d", n)
	}
	for id, times := range passed {
		require.Equal(t, 1, times, "webhook %s", id)
	}
	require.FileExists(t, filepath.Join(dir, storage.FileName))
	requireTaken(t, db, answered)
}

// requireTaken asks for keys and states: an answered event must not be new any more.
func requireTaken(t *testing.T, db *storage.DB, answered map[int]bool) {
	t.Helper()
	undo := fmt.Errorf("only looked")
	err := db.Update(context.Background(), func(tx app.Tx) error {
		c, err := tx.FindChannel(killKey)
		if err != nil {
			return err
		}
		for n := range answered {
			new, err := tx.TakeKeys(c.ID, []string{"message wamid.in" + strconv.Itoa(n)}, time.Now())
			if err != nil {
				return err
			}
			require.Equal(t, []bool{false}, new)
			state, err := tx.ApplyState(c.ID, app.StateUpdate{ProviderID: "wamid.out" + strconv.Itoa(n), Status: app.MessageRead})
			if err != nil {
				return err
			}
			require.True(t, state.Repeated)
		}
		return undo
	})
	require.ErrorIs(t, err, undo)
}
