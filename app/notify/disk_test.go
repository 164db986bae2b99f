package notify_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/storage"
)

func TestTheDiskFailsForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		n := 0
		store := &countingStore{DB: o.db}
		store.group = func() error {
			o.fake.mu.Lock()
			defer o.fake.mu.Unlock()
			if n++; n%2 == 0 {
				return app.NewError(app.CodeBusy, app.Say("Too much."))
			}
			return nil
		}
		o.params.Store = store
		o.use(o.params)
		o.add(0, 200, nil)
		stop := o.run()
		pass(5 * time.Minute)
		assert.Equal(t, 200, o.count()[app.MessageAccepted])
		assert.Len(t, o.fake.sent(), 200)
		stop()
	})
}

// An answer of the provider is not forgotten because the disk is full for longer
// than a moment: it is written down when there is room again.
func TestAFullDiskForgetsNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		full := false
		store := &countingStore{DB: o.db}
		store.group = func() error {
			o.fake.mu.Lock()
			defer o.fake.mu.Unlock()
			if full {
				return app.NewError(storage.CodeDiskFull, app.Say("There is no room left on the disk."))
			}
			return nil
		}
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
			o.fake.mu.Lock()
			defer o.fake.mu.Unlock()
			full = true
			return protocol.Sent{MessageID: "w"}, nil
		})
		o.params.Store = store
		o.use(o.params)
		o.add(0, 1, nil)
		stop := o.run()
		pass(2 * time.Hour)
		assert.Equal(t, app.MessageSending, o.find("m-0").Status)
		o.fake.mu.Lock()
		full = false
		o.fake.mu.Unlock()
		pass(time.Minute)
		m := o.find("m-0")
		assert.Equal(t, app.MessageAccepted, m.Status)
		assert.Equal(t, "w", m.ProviderID)

		// A stop does not wait for room.
		o.add(1, 1, func(_ int, m *app.Message) { m.To = "+6281155500001" })
		pass(time.Second)
		began := time.Now()
		stop()
		assert.Less(t, time.Since(began), time.Minute)
		assert.Len(t, o.fake.sent(), 2)
	})
}

// A store in which too much waits at the end of a try says nothing against what
// session behaviour has to hear of it.
func TestABusyStoreKeepsNothingFromTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		l := &listener{}
		busy := false
		store := &countingStore{DB: o.db}
		store.group = func() error {
			o.fake.mu.Lock()
			defer o.fake.mu.Unlock()
			if busy {
				return app.NewError(app.CodeBusy, app.Say("Too much is waiting to be saved."))
			}
			return nil
		}
		o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
			o.fake.mu.Lock()
			defer o.fake.mu.Unlock()
			busy = true
			return protocol.Sent{MessageID: "w"}, nil
		})
		o.params.Store, o.params.Answers = store, l
		o.use(o.params)
		o.add(0, 1, func(_ int, m *app.Message) { m.Content = app.Content{Text: "x"} })
		stop := o.run()
		pass(10 * time.Minute)
		assert.Equal(t, app.MessageSending, o.find("m-0").Status)
		o.fake.mu.Lock()
		busy = false
		o.fake.mu.Unlock()
		pass(time.Minute)
		assert.Equal(t, app.MessageAccepted, o.find("m-0").Status)
		assert.Equal(t, []string{"answered m-0"}, l.heard)
		stop()
	})
}
