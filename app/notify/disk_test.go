package notify_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/storage"
)

func TestTheDiskFailsForAWhile(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
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

// failAfterSending lets the store fail from the first message that the provider takes
// until works is called.
func (o *office) failAfterSending(err error) (works func()) {
	fails := false
	set := func(to bool) {
		o.fake.mu.Lock()
		defer o.fake.mu.Unlock()
		fails = to
	}
	store := &countingStore{DB: o.db}
	store.group = func() error {
		o.fake.mu.Lock()
		defer o.fake.mu.Unlock()
		if fails {
			return err
		}
		return nil
	}
	o.fake.set(func(context.Context, protocol.Outgoing, int) (protocol.Sent, error) {
		set(true)
		return protocol.Sent{MessageID: "w"}, nil
	})
	o.params.Store = store
	o.use(o.params)
	return func() { set(false) }
}

// An answer of the provider is not forgotten because the disk is full for longer
// than a moment: it is written down when there is room again.
func TestAFullDiskForgetsNoAnswer(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		works := o.failAfterSending(app.NewError(storage.CodeDiskFull, app.Say("There is no room left on the disk.")))
		o.add(0, 1, nil)
		stop := o.run()
		pass(2 * time.Hour)
		assert.Equal(t, app.MessageSending, o.find("m-0").Status)
		works()
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
	bubble(t, func(t *testing.T, o *office) {
		l := &listener{}
		o.params.Answers = l
		works := o.failAfterSending(app.NewError(app.CodeBusy, app.Say("Too much is waiting to be saved.")))
		o.add(0, 1, func(_ int, m *app.Message) { m.Content = app.Content{Text: "x"} })
		stop := o.run()
		pass(10 * time.Minute)
		assert.Equal(t, app.MessageSending, o.find("m-0").Status)
		works()
		pass(time.Minute)
		assert.Equal(t, app.MessageAccepted, o.find("m-0").Status)
		assert.Equal(t, []string{"answered m-0"}, l.heard)
		stop()
	})
}
