package forward_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/storage/storagetest"
)

const (
	budi = "+6281255501423"
	ani  = "+6281255501999"
)

// inBubble runs a test with a station whose time passes by itself.
func inBubble(t *testing.T, fn func(t *testing.T, s *station)) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		defer s.close()
		fn(t, s)
	})
}

func status(code int) func(delivery) (int, http.Header) {
	return func(delivery) (int, http.Header) { return code, http.Header{} }
}

func TestAnEventIsPostedAndSigned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		s.start()
		s.writes(s.channel, budi, "hello")
		synctest.Wait()
		got := s.taken()
		require.Len(t, got, 1)
		d := got[0]
		assert.Equal(t, s.channel.Forward.URL, d.url)
		assert.Equal(t, "application/json", d.header.Get("Content-Type"))
		assert.Equal(t, "message", d.header.Get("X-ChannelDesk-Event"))
		assert.Regexp(t, "^evt_[0-9a-f]{32}$", d.event.Delivery)
		assert.Equal(t, d.event.Delivery, d.header.Get("X-ChannelDesk-Delivery"))
		assert.Equal(t, fmt.Sprintf(`{"delivery":%q,"event":"message","channel":%q,"environment":"published","account_code":"","id":"wamid.hello",`+
			`"at":"2000-01-01T00:00:00Z","from":%q,"person":%q,"type":"text","text":"hello","window_ends_at":"0001-01-01T00:00:00Z"}`, d.event.Delivery, s.channel.Key, budi, budi), d.body)
		assert.Len(t, s.list(app.ForwardDone), 1)
		assert.Empty(t, s.list(app.ForwardWaiting))

		key, err := s.SigningSecret(app.WithMember(t.Context(), s.owner), s.agent.ID, app.Published)
		require.NoError(t, err)
		assert.Regexp(t, "^fwd_[0-9a-f]{64}$", key.Expose())
		requireSigned(t, d, key.Expose())
	})
}

func TestBothSecretsSignDuringTheOverlap(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		ctx := app.WithMember(t.Context(), s.owner)
		old, err := s.SigningSecret(ctx, s.agent.ID, app.Published)
		require.NoError(t, err)
		c := s.channel
		c.Webhook.Previous, c.Webhook.PreviousUntil = c.Webhook.Secret, time.Now().Add(time.Hour)
		c.Webhook.Secret = s.keep(app.NewSecret("a newer one"))
		s.channel = s.save(c)
		fresh, err := s.SigningSecret(ctx, s.agent.ID, app.Published)
		require.NoError(t, err)
		assert.NotEqual(t, old.Expose(), fresh.Expose())
		s.start()
		s.writes(s.channel, budi, "one")
		time.Sleep(time.Hour)
		s.writes(s.channel, budi, "two")
		synctest.Wait()
		got := s.taken()
		require.Len(t, got, 2)
		requireSigned(t, got[0], old.Expose())
		requireSigned(t, got[0], fresh.Expose())
		requireSigned(t, got[1], fresh.Expose())
		assert.Regexp(t, "^t=[0-9]+,v1=[0-9a-f]{64}$", got[1].header.Get("X-ChannelDesk-Signature"))
	})
}

func TestNothingIsAddedWithoutAnAddress(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		c := s.channel
		c.Forward.URL = ""
		s.writes(c, budi, "hello")
		assert.Empty(t, s.list(app.ForwardWaiting))
		s.make.Update(func(tx app.Tx) error {
			assert.ErrorContains(t, s.Add(tx, s.channel, "message", budi, "a text"), "no object")
			assert.ErrorContains(t, s.Add(tx, s.channel, "message", budi, func() {}), "forward a message")
			return nil
		})
		assert.Empty(t, s.list(app.ForwardWaiting))
	})
}

func TestEventsOfNobodyKeepNoOrder(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		s.answers(status(500))
		s.make.Update(func(tx app.Tx) error {
			if err := s.Add(tx, s.channel, "status", "", struct{}{}); err != nil {
				return err
			}
			return s.Add(tx, s.channel, "status", "", map[string]string{"a": "b"})
		})
		s.start()
		synctest.Wait()
		got := s.taken()
		require.Len(t, got, 2, "the second does not wait for the first")
		for _, d := range got {
			assert.Equal(t, "status", d.header.Get("X-ChannelDesk-Event"))
			assert.Regexp(t, `^\{"delivery":"evt_[0-9a-f]{32}"(,"a":"b")?\}$`, d.body)
		}
	})
}

func TestOrderOfOnePersonHoldsThroughFailures(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		s.start()
		fails := 3
		s.answers(func(d delivery) (int, http.Header) {
			if d.event.Text == "b" && fails > 0 {
				fails--
				return 500, nil
			}
			return 204, nil
		})
		s.writes(s.channel, budi, "a", "b", "c")
		s.writes(s.channel, ani, "x", "y")
		synctest.Wait()
		assert.Equal(t, []string{"a", "b"}, s.texts(budi), "c waits for b")
		assert.Equal(t, []string{"x", "y"}, s.texts(ani), "nobody else waits")
		assert.Equal(t, "The forwarding address answered 500.", s.list(app.ForwardWaiting)[1].Problem.String())
		time.Sleep(5*time.Second + 15*time.Second + 45*time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"a", "b", "b", "b", "b", "c"}, s.texts(budi))
		ids := map[string]bool{}
		for _, d := range s.taken() {
			ids[d.event.Delivery] = true
		}
		assert.Len(t, ids, 5, "a repetition has the same id")
		assert.Empty(t, s.list(app.ForwardWaiting))
	})
}

func TestWaitsGrowForADayThenItIsADeadLetter(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		s.start()
		s.answers(status(0))
		s.writes(s.channel, budi, "a")
		time.Sleep(30 * time.Hour)
		got := s.taken()
		require.Len(t, got, 30)
		var waits []time.Duration
		for i := 1; i < len(got); i++ {
			waits = append(waits, got[i].at.Sub(got[i-1].at))
		}
		assert.Equal(t, []time.Duration{5 * time.Second, 15 * time.Second, 45 * time.Second, 135 * time.Second, 405 * time.Second, 1215 * time.Second, time.Hour, time.Hour}, waits[:8])
		assert.InDelta(t, 24, got[29].at.Sub(got[0].at).Hours(), 1.5, "about a day")
		dead := s.list(app.ForwardDead)
		require.Len(t, dead, 1)
		assert.Equal(t, "The forwarding address could not be reached.", dead[0].Problem.String())
		assert.Equal(t, 30, dead[0].Tries)

		s.answers(nil)
		s.writes(s.channel, budi, "b")
		synctest.Wait()
		assert.Equal(t, "b", s.texts()[30], "the next one goes on")
		require.NoError(t, s.Replay(app.WithMember(t.Context(), s.owner), dead[0].ID))
		synctest.Wait()
		again := s.taken()[31]
		assert.Equal(t, got[0].event.Delivery, again.event.Delivery)
		assert.Empty(t, s.list(app.ForwardDead))
		storagetest.RequireCode(t, app.CodeConflict, s.Replay(app.WithMember(t.Context(), s.owner), dead[0].ID))
		storagetest.RequireCode(t, app.CodeNotFound, s.Replay(app.WithMember(t.Context(), s.owner), 999))
	})
}

func TestAnswersThatSayWhatToDo(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		s.start()
		s.answers(status(http.StatusGone))
		s.writes(s.channel, budi, "gone")
		synctest.Wait()
		require.Len(t, s.list(app.ForwardDead), 1, "410 is final")

		for _, c := range []struct {
			header string
			wait   time.Duration
		}{
			{"120", 2 * time.Minute},
			{time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), time.Hour},
			{"999999", 6 * time.Hour},
			{"-5", 5 * time.Second},
			{"soon", 5 * time.Second},
		} {
			before := len(s.taken())
			asked := false
			s.answers(func(delivery) (int, http.Header) {
				if asked {
					return 200, nil
				}
				asked = true
				return 429, http.Header{"Retry-After": {c.header}}
			})
			start := time.Now()
			s.writes(s.channel, budi, c.header)
			time.Sleep(7 * time.Hour)
			got := s.taken()[before:]
			require.Len(t, got, 2)
			if c.wait == time.Hour {
				assert.LessOrEqual(t, got[1].at.Sub(start), time.Hour)
				continue // by then the date has passed
			}
			assert.Equal(t, c.wait, got[1].at.Sub(start), c.header)
		}

		before := len(s.taken())
		s.answers(func(delivery) (int, http.Header) {
			return http.StatusTemporaryRedirect, http.Header{"Location": {"https://elsewhere.example/"}}
		})
		s.writes(s.channel, budi, "redirect")
		synctest.Wait()
		assert.Len(t, s.taken()[before:], 1, "a redirect is not followed")
		assert.Contains(t, s.list(app.ForwardWaiting)[0].Problem.String(), "(307)")
	})
}

func TestAStopInTheMiddleLosesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		s.start()
		s.answers(func(d delivery) (int, http.Header) {
			if d.event.Text == "b" {
				<-d.ctx.Done() // the stop comes while it is under way
			}
			return 200, nil
		})
		s.writes(s.channel, budi, "a", "b", "c")
		synctest.Wait()
		s.answers(nil)
		s.restart()
		synctest.Wait()
		assert.Equal(t, []string{"a", "b", "b", "c"}, s.texts())
		got := s.taken()
		assert.Equal(t, got[1].event.Delivery, got[2].event.Delivery)
		assert.Empty(t, s.list(app.ForwardWaiting))
		assert.Equal(t, 1, s.list(app.ForwardDone)[1].Tries, "what was cut off is no try")
	})
}

func TestASlowReceiverHoldsNobodyUp(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		slow := s.open(s.make.Agent("Slow"), app.Published, "https://slow.example/in")
		s.start()
		under, most := 0, 0
		s.answers(func(d delivery) (int, http.Header) {
			if d.url == slow.Forward.URL {
				s.mu.Lock()
				under++
				most = max(most, under)
				s.mu.Unlock()
				<-d.ctx.Done()
				s.mu.Lock()
				under--
				s.mu.Unlock()
			}
			return 200, nil
		})
		for i := range 200 {
			s.writes(slow, fmt.Sprintf("+62812%07d", i), "slow")
		}
		synctest.Wait()
		for i := range 20 {
			start := time.Now()
			s.writes(s.channel, budi, fmt.Sprint(i))
			time.Sleep(1100 * time.Millisecond)
			synctest.Wait()
			got := s.texts(budi)
			require.Len(t, got, i+1, "after %s", time.Since(start))
		}
		s.mu.Lock()
		assert.Equal(t, 6, most, "some at a time")
		s.mu.Unlock()
		time.Sleep(time.Minute)
		waiting, err := s.List(app.WithMember(t.Context(), s.owner), slow.AgentID, app.Published, app.ForwardWaiting)
		require.NoError(t, err)
		assert.Equal(t, "No answer came within 20 seconds.", waiting[len(waiting)-1].Problem.String())
	})
}

func TestManyAreSentOnceEach(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		s.start()
		s.answers(func(delivery) (int, http.Header) { time.Sleep(10 * time.Millisecond); return 200, nil })
		for i := range 60 {
			var texts []string
			for n := range 10 {
				texts = append(texts, fmt.Sprintf("%d/%d", i, n))
			}
			s.writes(s.channel, fmt.Sprintf("+62812%07d", i), texts...)
		}
		start := time.Now()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		next := map[string]int{}
		for _, d := range s.taken() {
			from := d.event.From
			var who, n int
			_, err := fmt.Sscanf(d.event.Text, "%d/%d", &who, &n)
			require.NoError(t, err)
			require.Equal(t, next[from], n, "out of order or twice")
			next[from]++
		}
		assert.Len(t, s.taken(), 600)
		assert.Less(t, s.taken()[599].at.Sub(start), 3*time.Second)
	})
}

func TestWithoutASecretItWaits(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		kept := s.channel.Webhook.Secret
		s.channel.Webhook.Secret = app.SecretInfo{}
		s.channel = s.save(s.channel)
		s.start()
		s.writes(s.channel, budi, "a")
		time.Sleep(3 * time.Hour)
		assert.Empty(t, s.taken(), "nothing goes out unsigned")
		waiting := s.list(app.ForwardWaiting)
		require.Len(t, waiting, 1)
		assert.Zero(t, waiting[0].Tries)
		assert.Equal(t, "The channel has no webhook secret, so nothing can be signed.", waiting[0].Problem.String())
		_, err := s.SigningSecret(app.WithMember(t.Context(), s.owner), s.agent.ID, app.Published)
		storagetest.RequireCode(t, app.CodeIncomplete, err)
		s.channel.Webhook.Secret = kept
		s.channel = s.save(s.channel)
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Len(t, s.taken(), 1)
	})
}

func TestAnAddressThatWasRemoved(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		for i := range 3 {
			s.writes(s.channel, budi, fmt.Sprint(i))
		}
		url := s.channel.Forward.URL
		s.channel.Forward.URL = ""
		s.channel = s.save(s.channel)
		s.start()
		synctest.Wait()
		dead := s.list(app.ForwardDead)
		require.Len(t, dead, 3)
		assert.Equal(t, "The forwarding address was removed.", dead[0].Problem.String())
		s.channel.Forward.URL = url
		s.channel = s.save(s.channel)
		ctx := app.WithMember(t.Context(), s.owner)
		n, err := s.ReplayAll(ctx, s.agent.ID, app.Published)
		require.NoError(t, err)
		assert.Equal(t, 3, n)
		synctest.Wait()
		assert.Equal(t, []string{"0", "1", "2"}, s.texts())
		n, err = s.ReplayAll(ctx, s.agent.ID, app.Published)
		require.NoError(t, err)
		assert.Zero(t, n)
	})
}

func TestWhoMay(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		viewer := app.Member{Name: "Raka", Role: app.Viewer}
		s.make.Update(func(tx app.Tx) (err error) { viewer.ID, err = tx.AddMember(viewer); return err })
		ctx := app.WithMember(t.Context(), viewer)
		s.writes(s.channel, budi, "a")
		waiting, err := s.List(ctx, s.agent.ID, app.Published, app.ForwardWaiting)
		require.NoError(t, err)
		storagetest.RequireCode(t, app.CodeForbidden, s.Replay(ctx, waiting[0].ID))
		_, err = s.ReplayAll(ctx, s.agent.ID, app.Published)
		storagetest.RequireCode(t, app.CodeForbidden, err)
		_, err = s.SigningSecret(ctx, s.agent.ID, app.Published)
		storagetest.RequireCode(t, app.CodeForbidden, err)
		_, err = s.List(context.Background(), s.agent.ID, app.Published, app.ForwardWaiting)
		storagetest.RequireCode(t, app.CodeForbidden, err)
	})
}

func TestSigningSecretIsRecorded(t *testing.T) {
	inBubble(t, func(t *testing.T, s *station) {
		_, err := s.SigningSecret(app.WithMember(t.Context(), s.owner), s.agent.ID, app.Published)
		require.NoError(t, err)
		s.make.View(func(tx app.Tx) error {
			lines, err := tx.ListActivity(s.agent.ID, 1)
			require.NoError(t, err)
			assert.Equal(t, "Sari revealed the secret that signs what is forwarded", lines[0].Text.String())
			return nil
		})
	})
}
