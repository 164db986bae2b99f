package protocoltest

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// testGood: every claimed ability works.
func (s Suite) testGood(t *testing.T) {
	b := s.start(t, s.Good(t))
	for _, c := range b.calls() {
		require.NoError(t, c.do(t.Context(), b.c), c.name)
	}
	for _, c := range b.askers() {
		require.NoError(t, c.do(t.Context(), b.c), c.name)
	}
	report := b.check(t.Context(), b.c)
	for _, step := range report.Steps {
		require.Equal(t, app.StepPassed, step.State, "%s: %s %s", step.ID, step.Detail, step.Fix)
	}
	if w, ok := b.p.(protocol.WebhookOverrider); ok {
		for _, scope := range w.Scopes() {
			state, err := w.SetWebhook(t.Context(), b.c, scope.ID)
			require.NoError(t, err)
			require.Equal(t, b.c.WebhookURL, state.Addresses[scope.ID])
			state, err = w.RemoveWebhook(t.Context(), b.c, scope.ID)
			require.NoError(t, err)
			require.NotEqual(t, b.c.WebhookURL, state.Addresses[scope.ID])
		}
		_, err := w.SetWebhook(t.Context(), b.c, "no such place")
		require.Equal(t, app.CodeUnsupported, b.proper(err).Code)
	}
	b.noSecretIn(b.log.String())
}

// testEmpty: with nothing filled in, the check says what to enter and every
// other call says what it needs, without asking anybody.
func (s Suite) testEmpty(t *testing.T) {
	b := s.start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a request %s %s with nothing filled in", r.Method, r.URL.Path)
	}))
	empty := protocol.Config{Channel: app.Channel{Protocol: b.p.Declaration().ID}}
	report := b.check(t.Context(), empty)
	require.False(t, report.Complete())
	for _, step := range report.Steps {
		require.NotEqual(t, app.StepPassed, step.State, step.ID)
	}
	for _, c := range b.calls() {
		e := b.proper(c.do(t.Context(), empty))
		require.Contains(t, []app.Code{app.CodeIncomplete, app.CodeUnsupported}, e.Code, c.name)
	}
}

// testCancel: a cancelled call ends at once and says so.
func (s Suite) testCancel(t *testing.T) {
	asked := make(chan struct{}, 64)
	over := make(chan struct{})
	b := s.start(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		// The server notices a caller that went away only once the body is read.
		_, _ = io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		select {
		case <-r.Context().Done():
		case <-over:
		}
	}))
	defer close(over)
	for _, c := range b.calls() {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-asked
			cancel()
		}()
		require.Equal(t, app.CodeCancelled, b.proper(c.do(ctx, b.c)).Code, c.name)
		cancel()
	}
	ctx, cancel := context.WithCancel(t.Context())
	if s.asksAnything(b.p.Declaration()) {
		go func() {
			<-asked
			cancel()
		}()
	} else {
		cancel()
	}
	_, err := b.p.Check(ctx, b.c, nil)
	require.Equal(t, app.CodeCancelled, b.proper(err).Code)
	cancel()
	b.noSecretIn(b.log.String())
}

// silent never answers.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// testNoAnswer: a provider that never answers is given up within two minutes,
// in words, and nothing counts as wrong.
func (s Suite) testNoAnswer(t *testing.T) {
	for _, c := range s.with(t, "http://127.0.0.1:9", nil).calls() {
		synctest.Test(t, func(t *testing.T) {
			b := s.with(t, "http://127.0.0.1:9", &http.Client{Transport: silent{}})
			start := time.Now()
			for _, own := range b.calls() {
				if own.name == c.name {
					require.Equal(t, app.CodeProviderUnreachable, b.proper(own.do(t.Context(), b.c)).Code, c.name)
				}
			}
			require.Less(t, time.Since(start), 2*time.Minute, c.name)
		})
	}
	synctest.Test(t, func(t *testing.T) {
		b := s.with(t, "http://127.0.0.1:9", &http.Client{Transport: silent{}})
		start := time.Now()
		b.nothingDecided(b.check(t.Context(), b.c))
		require.Less(t, time.Since(start), 2*time.Minute)
		b.noSecretIn(b.log.String())
	})
}

// testOffline: nothing listens.
func (s Suite) testOffline(t *testing.T) {
	b := s.start(t, http.NotFoundHandler())
	b.provider.Close()
	for _, c := range append(b.calls(), b.askers()...) {
		require.Equal(t, app.CodeProviderUnreachable, b.proper(c.do(t.Context(), b.c)).Code, c.name)
	}
	b.nothingDecided(b.check(t.Context(), b.c))
	b.noSecretIn(b.log.String())
}

// nothingDecided fails when a report takes no answer for an answer.
func (b *bench) nothingDecided(report app.CheckReport) {
	b.t.Helper()
	for _, step := range report.Steps {
		if slices.Contains(b.suite.Silent, step.ID) {
			continue
		}
		require.NotEqual(b.t, app.StepPassed, step.State, "%s passed: %s", step.ID, step.Detail)
		require.NotEqual(b.t, app.StepFailed, step.State, "%s failed: %s", step.ID, step.Detail)
	}
	require.Positive(b.t, report.Count(app.StepUnknown))
}

// testConcurrent: the same protocol serves many callers.
func (s Suite) testConcurrent(t *testing.T) {
	b := s.start(t, s.Good(t))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := b.p.Check(t.Context(), b.c, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
