package app_test

import (
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
)

func TestABurstIsHeardOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bus app.Bus
		bus.Publish(app.Event{Kind: app.AgentsChanged}) // nobody listens
		hold := make(chan struct{})
		var mu sync.Mutex
		var heard []app.Event
		sub := bus.Subscribe(func(e app.Event) {
			<-hold
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, e)
		})
		bus.Publish(app.Event{Kind: app.AgentsChanged})
		synctest.Wait() // the first is being heard, slowly
		a, b := app.Event{Kind: app.ChannelChanged, AgentID: 1}, app.Event{Kind: app.ChannelChanged, AgentID: 2}
		for range 1000 {
			bus.Publish(a, b, a)
		}
		close(hold)
		synctest.Wait()
		assert.Equal(t, []app.Event{{Kind: app.AgentsChanged}, a, b}, heard)
		bus.Publish(a)
		synctest.Wait()
		assert.Len(t, heard, 4, "after it was heard, the same counts again")
		sub.Close()
		sub.Close()
		bus.Publish(b)
		synctest.Wait()
		assert.Len(t, heard, 4)
	}) // fails when the subscription's goroutine is still there
}

func TestClosingWhileHearing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bus app.Bus
		var sub *app.Subscription
		heard := 0
		ready := make(chan struct{})
		sub = bus.Subscribe(func(app.Event) {
			<-ready
			heard++
			sub.Close()
		})
		close(ready)
		bus.Publish(app.Event{AgentID: 1}, app.Event{AgentID: 2}, app.Event{AgentID: 3})
		synctest.Wait()
		assert.Equal(t, 1, heard, "nothing is heard after Close")
	})
}

func TestManyPublishAndSubscribe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bus app.Bus
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				for range 50 {
					bus.Publish(app.Event{AgentID: app.AgentID(i)})
				}
			})
			wg.Go(func() {
				s := bus.Subscribe(func(app.Event) { bus.Publish() })
				s.Close()
			})
		}
		wg.Wait()
		synctest.Wait()
	})
}
