package forward_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/storage/storagetest"
)

// A clock that is set back holds up nothing that is to be forwarded, neither while
// forwarding runs nor when it begins.
func TestClockSetBackHoldsNothingUp(t *testing.T) {
	for name, running := range map[string]bool{"while it runs": true, "before it begins": false} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *station) {
				clock := &storagetest.Clock{}
				s.clock = clock
				s.Service = s.service()
				s.answers(func(d delivery) (int, http.Header) {
					if d.event.Text == "slow" && len(s.texts(budi)) == 1 {
						return 503, http.Header{"Retry-After": {"60"}}
					}
					return 200, http.Header{}
				})
				s.start()
				s.writes(s.channel, budi, "slow", "behind it")
				pass := func(d time.Duration) { time.Sleep(d); synctest.Wait() }
				pass(time.Second)
				require.Equal(t, []string{"slow"}, s.texts())
				if !running {
					s.stop()
				}
				clock.Set(-24 * time.Hour)
				if !running {
					s.Service = s.service()
					s.start()
				}
				pass(2 * time.Minute)
				require.Equal(t, []string{"slow", "slow", "behind it"}, s.texts())
				require.Empty(t, s.list(app.ForwardWaiting))
			})
		})
	}
}
