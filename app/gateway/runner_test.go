package gateway

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// A runner that fails is started again after waits that grow; one that worked
// for long begins with the shortest wait.
func TestFailedRunnerComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var starts []time.Duration
		failures := 0
		run := func(ctx context.Context) error {
			starts = append(starts, time.Since(began))
			switch n := len(starts); {
			case n == 1:
				panic("first")
			case n == 2:
				return nil // ending by itself is a failure too
			case n < 9:
				return errors.New("again")
			case n == 9:
				time.Sleep(11 * time.Minute)
				return errors.New("after long work")
			}
			<-ctx.Done()
			return ctx.Err()
		}
		ctx, cancel := context.WithCancel(t.Context())
		c := newCrew([]Runner{{"sending", run}}, slog.New(slog.DiscardHandler), func(string, error) { failures++ })
		c.start(ctx)
		synctest.Wait()
		assert.Equal(t, RunnerStatus{Name: "sending", OK: false, Failures: 1, FailedAt: time.Now().UTC()}, c.status()[0])
		time.Sleep(time.Hour)
		synctest.Wait()
		sec := time.Second
		assert.Equal(t, []time.Duration{0, 1 * sec, 3 * sec, 7 * sec, 15 * sec, 31 * sec, 63 * sec, 123 * sec, 183 * sec, 183*sec + 11*time.Minute + 1*sec}, starts)
		assert.Equal(t, 9, failures)
		assert.True(t, c.status()[0].OK)
		cancel()
		assert.Empty(t, c.wait(context.Background()))
	})
}

// Stopping does not wait for the next start.
func TestStopWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		c := newCrew([]Runner{{"a", func(context.Context) error { return errors.New("no") }}}, slog.New(slog.DiscardHandler), func(string, error) {})
		c.start(ctx)
		synctest.Wait()
		cancel()
		before := time.Now()
		assert.Empty(t, c.wait(context.Background()))
		assert.Zero(t, time.Since(before))
	})
}

func TestMaskPath(t *testing.T) {
	for path, want := range map[string]string{
		"/hooks/meta/nb-41c0d7":          "/hooks/meta/nb-41c0d7",
		"/hooks/qontak/kl-1/secret":      "/hooks/qontak/kl-1/…",
		"/hooks/qontak/kl-1/secret/etc":  "/hooks/qontak/kl-1/…/…",
		"/hooks/qontak/kl-1/secret/meta": "/hooks/qontak/kl-1/…/meta",
		"/hooks/qontak/628123456789":     "/hooks/qontak/…",
		"/hooks/secretsecretsecret":      "/hooks/…",
		"/v1/messages/msg_1":             "/v1/messages/msg_1",
		"/v1/messages/628123456789":      "/v1/messages/…",
		"/v1/cdk_pub_abc":                "/v1/…",
		"/a/b/c/d/e/f/g/h/i/j":           "/…/…/…/…/…/…/…/…",
		"/":                              "/",
		"*":                              "…",
	} {
		assert.Equal(t, want, maskPath(path, ""), path)
	}
	assert.Equal(t, "/wa/hooks/qontak/kl-1/…", maskPath("/wa/hooks/qontak/kl-1/secret", "/wa"))
	assert.Equal(t, "/hooks/qontak/kl-1/…", maskPath("/hooks/qontak/kl-1/secret", "/wa"))
	assert.Equal(t, []string{"POST", "…"}, []string{methodName("POST"), methodName("6281234567")})
}
