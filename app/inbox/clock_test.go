package inbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// talk is a conversation at the right time, whatever the computer's clock shows.
type talk struct {
	*office
	c     app.Channel
	right time.Time
}

func (o *talk) pass(d time.Duration) { o.right = o.right.Add(d); o.clock.pass(d) }

// answered lets the customer write, and somebody answer.
func (o *talk) answered(id string) {
	o.pass(time.Minute)
	o.take(o.c, metaText("wamid."+id, "halo", o.right))
	o.pass(time.Minute)
	o.answer(o.c, "msg_"+id)
}

// silent lets half an hour pass and gives how many messages the session sent in it.
func (o *talk) silent() int {
	before := len(o.sent(o.c))
	for range 60 {
		o.pass(30 * time.Second)
		o.step()
	}
	return len(o.sent(o.c)) - before
}

const allSteps = 3 // ask more, ask for the end, end

// A clock that is set back makes a session wait, and nothing goes out too early or
// twice; when the clock is right again the session goes on. One that was ahead and is
// put right holds up nobody who writes afterwards.
func TestClockSetWhileASessionRuns(t *testing.T) {
	for name, by := range map[string]time.Duration{"an hour": time.Hour, "a day": 24 * time.Hour} {
		begin := func(t *testing.T) *talk {
			o := &talk{office: newOffice(t), right: monday}
			o.c = o.meta()
			return o
		}
		t.Run("back and right again, "+name, func(t *testing.T) {
			o := begin(t)
			o.answered("1")
			o.clock.pass(-by)
			require.Zero(t, o.silent())
			o.clock.pass(by)
			o.step()
			require.Len(t, o.sent(o.c), 1, "one step at most")
			require.Equal(t, allSteps-1, o.silent())
		})
		t.Run("ahead and put right, "+name, func(t *testing.T) {
			o := begin(t)
			o.clock.pass(by)
			o.answered("1")
			o.clock.pass(-by)
			o.answered("2")
			require.Equal(t, allSteps, o.silent())
		})
		t.Run("on and back, "+name, func(t *testing.T) {
			o := begin(t)
			o.answered("1")
			o.clock.pass(by)
			o.step()
			o.step()
			require.LessOrEqual(t, len(o.sent(o.c)), 1)
			o.clock.pass(-by)
			o.answered("2")
			require.LessOrEqual(t, o.silent(), allSteps)
			o.answered("3")
			require.Equal(t, allSteps, o.silent())
		})
	}
}
