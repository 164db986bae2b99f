package notify_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"
)

// office is a service on a real database, whose provider a test plays.
type office struct {
	*notify.Service
	t       testing.TB
	db      *storage.DB
	dir     string
	rows    *storagetest.Factory
	bus     *app.Bus
	guard   *guard
	fake    *fake
	agent   app.Agent
	channel app.Channel
	params  notify.Params
	// reads is how often the channel was read.
	reads *atomic.Int64
}

func newOffice(t testing.TB) *office { return newOfficeIn(t, t.TempDir()) }

func newOfficeIn(t testing.TB, dir string) *office {
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	o := newOfficeOn(t, db)
	o.dir = dir
	return o
}

// newOfficeOn makes an agent with a Published channel, and a service.
func newOfficeOn(t testing.TB, db *storage.DB) *office {
	o := &office{t: t, db: db, rows: storagetest.NewFactory(t, db), bus: &app.Bus{}, guard: &guard{}, fake: &fake{calls: map[string]int{}}, reads: &atomic.Int64{}}
	o.agent = o.rows.Agent("")
	o.channel = o.rows.Channel(o.agent.ID, app.Published)
	o.params = notify.Params{
		Store: db, Channels: notify.ChannelsFunc(o.live), Guard: o.guard, Bus: o.bus, Clock: app.SystemClock,
		Log: quiet(),
	}
	o.Service = notify.New(o.params)
	return o
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func (o *office) live(ctx context.Context, id app.ChannelID) (l notify.Live, err error) {
	o.reads.Add(1)
	o.fake.mu.Lock()
	err = o.fake.locked
	o.fake.mu.Unlock()
	if err != nil {
		return l, err
	}
	err = o.db.View(ctx, func(tx app.Tx) error {
		all, err := tx.ListChannels()
		for _, c := range all {
			if c.ID == id {
				l.Channel, l.Protocol, l.Config.Channel = c, o.fake, c
			}
		}
		return err
	})
	return l, err
}

// add queues n messages, each to a person of its own, beginning with a number.
func (o *office) add(from, n int, change func(i int, m *app.Message)) {
	o.t.Helper()
	for start := 0; start < n; start += 1000 {
		require.NoError(o.t, o.db.Update(context.Background(), func(tx app.Tx) error {
			for i := start; i < min(n, start+1000); i++ {
				m := app.Message{
					Mark: "m-" + strconv.Itoa(from+i), ChannelID: o.channel.ID, To: fmt.Sprintf("+62811%08d", from+i), Source: app.SourceAPI,
					CreatedAt: time.Now(), Content: app.Content{Template: &app.TemplateMessage{Name: "hello", Language: "id"}},
				}
				if change != nil {
					change(i, &m)
				}
				if _, err := tx.AddMessage(m); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	o.Wake()
}

// run starts the queue; stop ends it and waits.
func (o *office) run() (stop func()) { return runService(o.Service) }

func runService(s *notify.Service) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		s.Run(ctx)
		close(done)
	}()
	return func() {
		cancel()
		<-done
	}
}

func (o *office) find(mark string) (m app.Message) {
	o.t.Helper()
	o.rows.View(func(tx app.Tx) (err error) { m, err = tx.FindMessage(mark); return err })
	return m
}

func (o *office) attempts(mark string) (list []app.Attempt) {
	o.t.Helper()
	m := o.find(mark)
	o.rows.View(func(tx app.Tx) (err error) { list, err = tx.ListAttempts(m.ID); return err })
	return list
}

// count gives how many messages there are of each status.
func (o *office) count() map[app.MessageStatus]int {
	o.t.Helper()
	found := map[app.MessageStatus]int{}
	for _, m := range o.all() {
		found[m.Status]++
	}
	return found
}

// all gives the messages of the agent.
func (o *office) all() (found []app.Message) {
	o.t.Helper()
	o.rows.View(func(tx app.Tx) error {
		f := app.MessageFilter{Agent: o.agent.ID, Environment: app.Published, Limit: 1000}
		for {
			list, err := tx.ListMessages(f)
			if err != nil || len(list) == 0 {
				return err
			}
			found = append(found, list...)
			f.Before = list[len(list)-1].ID
		}
	})
	return found
}

// bubble runs a test with an office whose time passes by itself.
func bubble(t *testing.T, fn func(t *testing.T, o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { fn(t, newOffice(t)) })
}

// pass lets time go on in a bubble, and what it brings come to rest.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// guard lets everybody pass who is not told otherwise.
type guard struct {
	mu    sync.Mutex
	no    bool
	asked []app.Permission
}

func (g *guard) Require(_ context.Context, _ app.AgentID, p app.Permission) (app.Member, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = append(g.asked, p)
	if g.no {
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("No."))
	}
	return app.Member{ID: 1, Name: "Sari"}, nil
}

// fake is a protocol that sends, as a test wants it.
type fake struct {
	mu    sync.Mutex
	calls map[string]int // by mark
	log   []call
	// answer decides; nil accepts.
	answer func(ctx context.Context, m protocol.Outgoing, n int) (protocol.Sent, error)
	needs  *app.Error
	locked error // what reading the channel gives
	pace   float64
}

type call struct {
	mark, to string
	at       time.Time
}

var _ protocol.Sender = (*fake)(nil)

func (f *fake) Declaration() protocol.Declaration {
	return protocol.Declaration{ID: "fake", Name: "Fake", Secrets: []protocol.SecretField{{Name: "access_token"}}}
}

func (f *fake) Check(context.Context, protocol.Config, func(app.CheckStep)) (app.CheckReport, error) {
	return app.CheckReport{}, nil
}

func (f *fake) SessionButtons() int { return 3 }

func (f *fake) SendsPerSecond(protocol.Config) float64 { return f.pace }

func (f *fake) Needs(protocol.Config, protocol.Outgoing) *app.Error { return f.needs }

func (f *fake) Send(ctx context.Context, _ protocol.Config, m protocol.Outgoing) (protocol.Sent, error) {
	f.mu.Lock()
	f.calls[m.ID]++
	n := f.calls[m.ID]
	f.log = append(f.log, call{m.ID, m.To, time.Now()})
	answer := f.answer
	f.mu.Unlock()
	if answer != nil {
		return answer(ctx, m, n)
	}
	return protocol.Sent{MessageID: "wamid." + m.ID}, nil
}

func (f *fake) set(answer func(ctx context.Context, m protocol.Outgoing, n int) (protocol.Sent, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = answer
}

func (f *fake) lock(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.locked = err
}

func (f *fake) sent() []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]call(nil), f.log...)
}

// The answers that a provider may give.
func slow() error {
	return app.NewError(protocol.CodeSlowDown, app.Say("Slower, please.")).WithDetail("Meta code 130429")
}

func slowPerson() error {
	return app.NewError(protocol.CodeSlowDown, app.Say("Too many to this person.")).WithDetail("Meta code 131056")
}

func refused() error {
	return app.NewError(app.CodeProviderRefused, app.Say("This number has no WhatsApp.")).WithFix(app.Say("Check the number.")).WithDetail("Meta code 131026")
}

func badToken() error {
	return app.NewError(app.CodeProviderRefused, app.Say("The token is not accepted any more.")).WithField("access_token").WithDetail("Meta code 190")
}

func offline() error {
	return app.NewError(app.CodeProviderUnreachable, app.Say("There is no network.")).Because(protocol.ErrNotSent)
}

func open() error {
	return app.NewError(app.CodeProviderUnreachable, app.Say("The connection broke.")).Because(errors.New("reset"))
}
