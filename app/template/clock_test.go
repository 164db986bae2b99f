package template_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/template"
	"channeldesk/storage/storagetest"
)

// A clock that is set back does not end looking at the provider's templates: the
// next look comes at the usual time at the latest.
func TestClockSetBackGoesOnLooking(t *testing.T) {
	for name, problem := range map[string]error{"all is well": nil, "the last look failed": app.NewError(app.CodeProviderUnreachable, app.Say("No."))} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t)
				o.rows.Update(func(tx app.Tx) error {
					c, err := tx.GetChannel(o.agent.ID, app.Published)
					c.UpdatedAt = time.Now()
					if err == nil {
						err = tx.UpdateChannel(c)
					}
					return err
				})
				clock := &storagetest.Clock{}
				o.Service = template.New(paramsOf(o, clock))
				o.fake.listErr = problem
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() { o.Run(ctx); close(done) }()
				reads := func() int {
					synctest.Wait()
					o.fake.mu.Lock()
					defer o.fake.mu.Unlock()
					return o.fake.reads
				}
				time.Sleep(time.Minute)
				before := reads()
				require.Positive(t, before)
				clock.Set(-24 * time.Hour)
				time.Sleep(6*time.Hour + time.Minute)
				require.Greater(t, reads(), before)
				before = reads()
				time.Sleep(6*time.Hour + time.Minute)
				require.Greater(t, reads(), before)
				require.LessOrEqual(t, reads()-before, 80, "and not all the time")
				cancel()
				<-done
			})
		})
	}
}
