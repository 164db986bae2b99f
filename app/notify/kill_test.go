package notify_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
	"channeldesk/storage"
)

// The test program starts itself again with these to be a process that sends and
// can be killed.
const (
	envQueue    = "CHANNELDESK_TEST_QUEUE"    // data folder
	envProvider = "CHANNELDESK_TEST_PROVIDER" // address
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(envQueue); dir != "" {
		if err := sendAll(dir, os.Getenv(envProvider)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv("CHANNELDESK_SOAK") != "1" {
		_ = flag.Set("rapid.checks", "30") // each takes a database of its own
	}
	os.Exit(m.Run())
}

// post is a protocol that sends by HTTP.
type post struct {
	fake
	url    string
	client *http.Client
}

func newPost(url string) *post {
	return &post{url: url, client: &http.Client{Transport: &http.Transport{MaxIdleConns: 256, MaxIdleConnsPerHost: 256}}}
}

func (p *post) SendsPerSecond(protocol.Config) float64 { return 1e9 }

func (p *post) Send(ctx context.Context, _ protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, strings.NewReader(m.ID))
	if err != nil {
		return protocol.Sent{}, err
	}
	res, err := p.client.Do(req)
	if err != nil {
		return protocol.Sent{}, open()
	}
	defer res.Body.Close()
	id, err := io.ReadAll(res.Body)
	if err != nil {
		return protocol.Sent{}, open()
	}
	return protocol.Sent{MessageID: string(id)}, nil
}

// sendAll runs the queue until it is empty.
func sendAll(dir, url string) error {
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := postService(db, newPost(url))
	s.whenEmpty(ctx, cancel)
	s.Run(ctx)
	return nil
}

// postOffice is a service that sends by HTTP.
type postOffice struct {
	*notify.Service
	db  *storage.DB
	bus *app.Bus
}

func postService(db *storage.DB, p protocol.Protocol) postOffice {
	o := office{db: db, bus: &app.Bus{}, guard: &guard{}, fake: &fake{}, reads: new(atomic.Int64)}
	params := notify.Params{
		Store: db, Guard: o.guard, Bus: o.bus, Clock: app.SystemClock, Log: quiet(),
		Channels: notify.ChannelsFunc(func(ctx context.Context, id app.ChannelID) (notify.Live, error) {
			l, err := o.live(ctx, id)
			l.Protocol = p
			return l, err
		}),
	}
	return postOffice{notify.New(params), db, o.bus}
}

// whenEmpty calls done once nothing waits and nothing is under way.
func (o postOffice) whenEmpty(ctx context.Context, done func()) {
	look := func(app.Event) {
		_ = o.db.View(ctx, func(tx app.Tx) error {
			for _, status := range []app.MessageStatus{app.MessageQueued, app.MessageSending} {
				list, err := tx.ListMessages(app.MessageFilter{Status: status, Limit: 1})
				if err != nil || len(list) > 0 {
					return err
				}
			}
			done()
			return nil
		})
	}
	o.bus.Subscribe(look)
}

// counter is a provider that counts, and tells when it took a number of messages.
type counter struct {
	mu    sync.Mutex
	took  map[string]int
	left  int
	reach chan struct{}
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mark, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	c.took[string(mark)]++
	if c.left--; c.left == 0 {
		close(c.reach)
	}
	c.mu.Unlock()
	spin(rand.N(2 * time.Millisecond))
	_, _ = fmt.Fprintf(w, "w-%s", mark)
}

func spin(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); { // a random moment
	}
}

func TestKilledWhileSending(t *testing.T) {
	rounds := 6
	if os.Getenv("CHANNELDESK_SOAK") == "1" {
		rounds = 50
	}
	const each = 200
	provider := &counter{took: map[string]int{}}
	server := httptest.NewServer(provider)
	t.Cleanup(server.Close)
	o := newOfficeIn(t, t.TempDir())
	for round := range rounds {
		o.add(round*each, each, nil)
		o.killed(provider, server.URL, 1+rand.IntN(each))
	}
	out, err := o.process(server.URL).CombinedOutput()
	require.NoError(t, err, "%s", out)
	doubt, delivered := 0, 0
	for i := range rounds * each {
		m := o.find("m-" + itoa(i))
		took := provider.took[m.Mark]
		require.LessOrEqual(t, took, 1, "%s twice", m.Mark)
		delivered += took
		switch m.Status {
		case app.MessageAccepted:
			require.Equal(t, 1, took, m.Mark)
		case app.MessageUnknown:
			doubt++
		default:
			t.Fatalf("%s is %s", m.Mark, m.Status)
		}
	}
	require.Equal(t, rounds*each, len(o.all()))
	t.Logf("%d rounds, %d messages: %d delivered, %d in doubt", rounds, rounds*each, delivered, doubt)
}

// killed starts a process and kills it some time after it sent so many messages.
func (o *office) killed(provider *counter, url string, after int) {
	o.t.Helper()
	provider.mu.Lock()
	provider.left, provider.reach = after, make(chan struct{})
	provider.mu.Unlock()
	cmd := o.process(url)
	require.NoError(o.t, cmd.Start())
	<-provider.reach
	spin(rand.N(3 * time.Millisecond))
	require.NoError(o.t, cmd.Process.Kill())
	_ = cmd.Wait()
}

func (o *office) process(url string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envQueue+"="+o.dir, envProvider+"="+url)
	return cmd
}
