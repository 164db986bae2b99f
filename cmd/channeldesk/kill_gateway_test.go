package main

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/storage"
)

// The gateway is killed again and again while webhooks and requests to send come
// in. Providers and callers repeat what was not answered, as they do. In the end
// every webhook took effect once, no message went to the provider twice, the
// doubtful ones say so, and none ever went back.
func TestKillTheGateway(t *testing.T) {
	rounds := 4
	if os.Getenv("CHANNELDESK_SOAK") != "" {
		rounds = 50
	}
	b, l := newKillLoad(t)
	k := &killRun{bench: b, killLoad: l}
	for round := range rounds {
		k.seed(500)
		l.fresh(700, 120)
		p := b.startGateway()
		began, before := time.Now(), l.answered.Load()
		enough := before + 300 + rand.Int64N(1200)
		if round%2 == 1 {
			enough = 1 << 40
			l.afterSends(1+rand.IntN(60), p.kill)
		}
		go p.killWhen(func() bool { return l.answered.Load() >= enough })
		l.round(p, 2000)
		p.kill()
		p.wait()
		k.load += time.Since(began)
		k.answeredUnderLoad += l.answered.Load() - before
		k.snapshot(round%10 == 9 || round == rounds-1)
		if t.Failed() {
			return
		}
	}
	k.finishAndJudge()
	t.Logf("%d rounds: %d webhooks answered with 200, %.0f/s while it lived; %d customers' messages passed on by %d posts; %d messages sent, %d found in the middle by a kill, %d in doubt at the end",
		rounds, l.answered.Load(), float64(k.answeredUnderLoad)/k.load.Seconds(), l.inbound, k.posted(), len(l.sends), k.caught, k.doubt)
}

// killRun is the whole run with its figures.
type killRun struct {
	*killLoad
	bench             *bench
	seeded            int
	load              time.Duration
	answeredUnderLoad int64
	caught, doubt     int
	// What is there at the end.
	messages []app.Message
	unknown  map[string]bool // by the API
	forwards []app.Forwarding
}

// newKillLoad sets three numbers up, with their keys.
func newKillLoad(t *testing.T) (*bench, *killLoad) {
	t.Helper()
	b := newBench(t)
	b.useFileStore()
	w := newKillWorld(t)
	b.must("settings", "set", "public-address", "https://wa.example")
	for _, c := range w.channels {
		file := strings.NewReplacer("Nusantara Bank Assistant", c.name, "+62 811-5550-0188", c.account, b.values.WABAID, c.waba,
			b.values.PhoneNumberID, c.number, b.meta, w.meta, "https://agent.example/in", w.agent).Replace(b.good())
		b.must("--secrets", "file", "apply", "-f", b.file("kill.yaml", file))
		c.sendKey, c.readKey = b.newKeyOf(c.name, "Send"), b.newKeyOf(c.name, "Read")
	}
	db, err := storage.Open(t.Context(), storage.Options{Dir: b.data})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
		for _, c := range w.channels {
			a, err := tx.FindAgent(c.name)
			require.NoError(t, err)
			ch, err := tx.GetChannel(a.ID, app.Published)
			require.NoError(t, err)
			require.Equal(t, w.agent, ch.Forward.URL)
			c.key, c.id, c.agent = ch.Key, ch.ID, a.ID
		}
		return nil
	}))
	return b, &killLoad{killWorld: w, secret: b.values.AppSecret, seen: map[string]app.MessageStatus{}}
}

func (b *bench) newKeyOf(agent, name string) string {
	b.t.Helper()
	return strings.TrimSpace(b.run("--agent", agent, "keys", "create", name).out)
}

// killWhen kills the process when it is time, or it is gone by itself.
func (p *gatewayProcess) killWhen(enough func() bool) {
	for tick := time.NewTicker(time.Millisecond); ; {
		select {
		case <-p.gone.Done():
			tick.Stop()
			return
		case <-tick.C:
			if enough() {
				p.kill()
			}
		}
	}
}

// inStore opens the data folder while nobody else works there.
func (k *killRun) inStore(fn func(*storage.DB)) {
	t := k.t
	t.Helper()
	db, err := storage.Open(t.Context(), storage.Options{Dir: k.bench.data})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	fn(db)
}

// seed adds messages that the provider accepted long ago, with states of them to
// be told.
func (k *killRun) seed(n int) {
	t := k.t
	t.Helper()
	k.inStore(func(db *storage.DB) {
		require.NoError(t, db.Update(t.Context(), func(tx app.Tx) error {
			for range n {
				c := k.channels[k.seeded%len(k.channels)]
				mark := "seed" + itoa(k.seeded)
				_, err := tx.AddMessage(app.Message{
					Mark: mark, ChannelID: c.id, AgentID: c.agent, Environment: app.Published, To: "+62814" + itoa(1_000_000+k.seeded),
					Content: app.Content{Text: "x"}, Source: app.SourceWindow, Status: app.MessageAccepted, ProviderID: "wamid." + mark,
					AcceptedAt: time.Unix(killMonday, 0),
				})
				if err != nil {
					return err
				}
				k.seeded++
				k.mu.Lock()
				k.tell(c, "wamid."+mark, mark)
				k.mu.Unlock()
			}
			return nil
		}))
	})
}

// snapshot looks at what a kill left.
func (k *killRun) snapshot(thoroughly bool) {
	t := k.t
	t.Helper()
	k.inStore(func(db *storage.DB) {
		if thoroughly {
			wrong, err := db.Integrity(t.Context())
			require.NoError(t, err)
			require.Empty(t, wrong)
		}
		require.NoError(t, db.View(t.Context(), func(tx app.Tx) error {
			all, err := tx.ListMessages(app.MessageFilter{Limit: 1 << 20})
			for _, m := range all {
				k.saw(m.Mark, m.Status)
				if m.Status == app.MessageSending {
					k.caught++
				}
			}
			return err
		}))
	})
}

// finishAndJudge lets the work end, and looks at all of it.
func (k *killRun) finishAndJudge() {
	k.t.Helper()
	k.finish()
	k.judgeInbound()
	k.judgeStates()
	k.judgeSends()
	k.judgeOrder()
}

// finish lets a gateway live until nothing is left to do.
func (k *killRun) finish() {
	t := k.t
	t.Helper()
	p := k.bench.startGateway()
	k.afterSends(0, nil)
	k.inStore(func(db *storage.DB) {
		tick, end := time.NewTicker(20*time.Millisecond), time.Now().Add(4*time.Minute)
		defer tick.Stop()
		for k.round(p, 4000); !k.nothingLeft(db); k.round(p, 4000) {
			require.True(t, time.Now().Before(end), "something is left to do")
			<-tick.C
		}
	})
	k.unknown = k.listUnknown(p)
	p.stop()
	k.inStore(func(db *storage.DB) {
		wrong, err := db.Integrity(t.Context())
		require.NoError(t, err)
		require.Empty(t, wrong)
		require.NoError(t, db.View(t.Context(), func(tx app.Tx) (err error) {
			for _, c := range k.channels {
				done, err := tx.ListForwardings(c.id, app.ForwardDone, 1<<20)
				require.NoError(t, err)
				k.forwards = append(k.forwards, done...)
			}
			k.messages, err = tx.ListMessages(app.MessageFilter{Limit: 1 << 20})
			return err
		}))
	})
}

// nothingLeft reports whether everything was answered, sent and passed on.
func (k *killRun) nothingLeft(db *storage.DB) bool {
	for _, h := range k.hooks {
		if !h.taken.Load() {
			return false
		}
	}
	for _, s := range k.sends {
		if s.mark == "" {
			return false
		}
	}
	k.mu.Lock()
	left := len(k.states)
	k.mu.Unlock()
	err := db.View(k.t.Context(), func(tx app.Tx) error {
		for _, status := range []app.MessageStatus{app.MessageQueued, app.MessageSending} {
			list, err := tx.ListMessages(app.MessageFilter{Status: status, Limit: 1})
			if err != nil {
				return err
			}
			left += len(list)
		}
		for _, c := range k.channels {
			list, err := tx.ListForwardings(c.id, app.ForwardWaiting, 1)
			if err != nil {
				return err
			}
			left += len(list)
		}
		return nil
	})
	assert.NoError(k.t, err)
	return left == 0
}
