package main

import (
	"io"
	"math/rand/v2"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A gateway that a service manager ends under load finishes what it has begun:
// whatever it answered is there, once, no message is left half sent or in doubt,
// and it is gone long before anybody would lose patience.
func TestStopUnderLoad(t *testing.T) {
	b, l := newKillLoad(t)
	k := &killRun{bench: b, killLoad: l}
	var longest time.Duration
	for range 3 {
		k.seed(200)
		l.fresh(700, 120)
		p := b.startGateway()
		enough := l.answered.Load() + 100 + rand.Int64N(400)
		ended := make(chan termination, 1)
		var over atomic.Bool
		go func() {
			for tick := time.NewTicker(time.Millisecond); l.answered.Load() < enough && !over.Load(); {
				<-tick.C
			}
			ended <- p.terminate()
		}()
		l.round(p, 2000)
		over.Store(true)
		e := <-ended
		require.NoError(t, e.err, p.said.String())
		assert.Contains(t, e.printed, `"event":"stopped"`)
		assert.Empty(t, p.said.String())
		longest = max(longest, e.took)
		k.snapshot(true)
		assert.Zero(t, k.caught, "messages in the middle of being sent")
		if t.Failed() {
			return
		}
	}
	k.finishAndJudge()
	assert.Zero(t, k.doubt, "what was being sent had its time to end")
	assert.Less(t, longest, stopWithin/2)
	t.Logf("%d webhooks answered with 200, %d messages accepted; ending took %v at most", l.answered.Load(), l.accepted.Load(), longest.Round(time.Millisecond))
}

// termination is how a process ended that was asked to.
type termination struct {
	printed string
	took    time.Duration
	err     error
}

// terminate asks the process to end, as a service manager does, and waits for it.
func (p *gatewayProcess) terminate() termination {
	began := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return termination{err: err}
	}
	printed, _ := io.ReadAll(p.out)
	err := p.cmd.Wait()
	took := time.Since(began)
	p.end()
	p.http.CloseIdleConnections()
	return termination{string(printed), took, err}
}
