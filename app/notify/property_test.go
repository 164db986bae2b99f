package notify_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/protocol"
	"channeldesk/storage"
)

// mortal is a store whose process can die: from then on nothing is kept any more.
type mortal struct {
	*storage.DB
	dead atomic.Bool
}

var errDead = errors.New("the process is dead")

func (m *mortal) Group(ctx context.Context, fn func(app.Tx) error) error {
	if m.dead.Load() {
		return errDead
	}
	return m.DB.Group(ctx, func(tx app.Tx) error {
		if m.dead.Load() {
			return errDead
		}
		return fn(tx)
	})
}

// carrier is a provider that delivers, or not, by a script, and counts.
type carrier struct {
	mu      sync.Mutex
	scripts map[string][]string
	took    map[string]int
}

func (c *carrier) answer(_ context.Context, m protocol.Outgoing, _ int) (protocol.Sent, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	step := "ok"
	if s := c.scripts[m.ID]; len(s) > 0 {
		step, c.scripts[m.ID] = s[0], s[1:]
	}
	c.mu.Unlock()
	time.Sleep(time.Duration(len(m.ID)%7) * 30 * time.Millisecond)
	c.mu.Lock()
	switch step {
	case "slow":
		return protocol.Sent{}, slow()
	case "person":
		return protocol.Sent{}, slowPerson()
	case "offline":
		return protocol.Sent{}, offline()
	case "token":
		return protocol.Sent{}, badToken()
	case "refused":
		return protocol.Sent{}, refused()
	case "lost":
		return protocol.Sent{}, open()
	case "cut":
		c.took[m.ID]++
		return protocol.Sent{}, open()
	}
	c.took[m.ID]++
	return protocol.Sent{MessageID: "w-" + m.ID}, nil
}

// plan is one course of events.
type plan struct {
	people  int
	answers [][]string
	lives   []int // milliseconds until the program dies
}

func drawPlan(r *rapid.T) plan {
	step := rapid.SampledFrom([]string{"ok", "ok", "slow", "person", "offline", "token", "refused", "lost", "cut"})
	return plan{
		people:  rapid.IntRange(1, 30).Draw(r, "people"),
		answers: rapid.SliceOfN(rapid.SliceOfN(step, 0, 4), 1, 30).Draw(r, "answers"),
		lives:   rapid.SliceOfN(rapid.IntRange(0, 3000), 0, 4).Draw(r, "lives"),
	}
}

// Whatever the provider answers and whenever the program dies: nobody gets a
// message twice, none is forgotten, and what is said of each is true.
func TestNeverTwiceNeverForgotten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := drawPlan(r)
		var wrong []string
		synctest.Test(t, func(t *testing.T) { wrong = p.run(newOffice(t)) })
		require.Empty(r, wrong)
	})
}

// run plays the plan, and says what went wrong.
func (p plan) run(o *office) (wrong []string) {
	c := &carrier{scripts: map[string][]string{}, took: map[string]int{}}
	o.fake.set(c.answer)
	o.add(0, len(p.answers), func(i int, m *app.Message) {
		m.To = fmt.Sprintf("+628115550%03d", i%p.people)
		c.scripts[m.Mark] = p.answers[i]
	})
	for _, life := range p.lives {
		store := &mortal{DB: o.db}
		params := o.params
		params.Store = store
		stop := runService(notify.New(params))
		pass(time.Duration(life) * time.Millisecond)
		store.dead.Store(true)
		stop()
	}
	stop := o.run()
	for range 6 { // somebody mends the token
		pass(time.Hour)
		o.check(app.StepPassed)
	}
	pass(12 * time.Hour)
	stop()
	for _, m := range o.all() {
		took := c.took[m.Mark]
		switch {
		case took > 1, m.Status == app.MessageAccepted && took != 1, m.Status == app.MessageFailed && took != 0:
			wrong = append(wrong, fmt.Sprintf("%s is %s and went out %d times", m.Mark, m.Status, took))
		case m.Status != app.MessageAccepted && m.Status != app.MessageFailed && m.Status != app.MessageUnknown:
			wrong = append(wrong, fmt.Sprintf("%s is %s: %v", m.Mark, m.Status, o.attempts(m.Mark)))
		}
	}
	return wrong
}

// Two processes on one workspace: the second starts in the middle, and for a
// moment doubts what the first has in hand.
func TestTwoAtWork(t *testing.T) {
	dir := t.TempDir()
	var offices [2]*office
	for i := range offices {
		db, err := storage.Open(t.Context(), storage.Options{Dir: dir})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		if i == 0 {
			offices[0] = newOfficeOn(t, db)
			continue
		}
		second := *offices[0]
		second.db, second.params.Store = db, db
		second.params.Channels = notify.ChannelsFunc(second.live)
		second.use(second.params)
		offices[1] = &second
	}
	o := offices[0]
	o.fake.pace = 1e6
	const n = 2000
	half, all := make(chan struct{}), make(chan struct{})
	var calls atomic.Int64
	o.fake.set(func(_ context.Context, m protocol.Outgoing, _ int) (protocol.Sent, error) {
		switch calls.Add(1) {
		case n / 4:
			close(half)
		case n:
			close(all)
		}
		return protocol.Sent{MessageID: m.ID}, nil
	})
	o.add(0, n, nil)
	stop := o.run()
	<-half
	stopSecond := offices[1].run()
	<-all
	stop()
	stopSecond()
	require.Equal(t, map[app.MessageStatus]int{app.MessageAccepted: n}, o.count())
	for mark, times := range o.fake.calls {
		require.Equal(t, 1, times, mark)
	}
}
