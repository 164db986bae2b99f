package sandbox

import (
	"container/heap"
	"context"
	"net/http"
	"sync"
	"time"
)

// update is one thing that a provider has to tell.
type update struct {
	due time.Time
	seq int64
	// happen is called when it is due, before it is told; nil is nothing. When it
	// gives false there is nothing to tell.
	happen func() bool
	// tell is what the provider's pack understands; nil is nothing to tell.
	tell any
	// post is set for a post that is tried again.
	post *post
}

// post is one HTTP request to a registered address.
type post struct {
	address string
	body    []byte
	header  http.Header
	// updates is how many it has, what a word for it in the list of posts.
	updates int
	what    string
	attempt int
}

// courier waits until updates are due, lets the provider make posts of them and
// sends these. Its methods are safe for concurrent use. It has no goroutine until
// there is something to do.
type courier struct {
	provider string
	now      func() time.Time
	// pack makes the posts of updates that are due together.
	pack   func(updates []*update, settings Delivery) []*post
	client *http.Client

	mu       sync.Mutex
	settings Delivery
	queue    updateHeap
	seq      int64
	running  bool
	busy     int
	idle     chan struct{}
	log      []Posted

	wake   chan struct{}
	ctx    context.Context
	cancel context.CancelFunc
	slots  chan struct{}
	work   sync.WaitGroup
}

// mostPosts is how many posts are on their way at once.
const mostPosts = 16

func newCourier(provider string, settings Delivery, pack func([]*update, Delivery) []*post) *courier {
	ctx, cancel := context.WithCancel(context.Background())
	return &courier{
		provider: provider, now: time.Now, pack: pack, settings: settings, ctx: ctx, cancel: cancel,
		client: &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				Proxy: nil, MaxIdleConnsPerHost: mostPosts, IdleConnTimeout: 30 * time.Second,
				TLSHandshakeTimeout: 5 * time.Second, MaxResponseHeaderBytes: 64 << 10,
			},
		},
		wake: make(chan struct{}, 1), slots: make(chan struct{}, mostPosts),
	}
}

func (c *courier) delivery() Delivery {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.settings
}

func (c *courier) setDelivery(d Delivery) {
	c.mu.Lock()
	c.settings = d
	c.mu.Unlock()
	c.poke()
}

// add takes updates whose due is how long from now.
func (c *courier) add(wait time.Duration, happen func() bool, tell any) {
	c.push(&update{due: c.now().Add(wait), happen: happen, tell: tell})
}

func (c *courier) push(u *update) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() != nil {
		return
	}
	c.seq++
	u.seq = c.seq
	heap.Push(&c.queue, u)
	if !c.running {
		c.running = true
		c.work.Go(c.run)
	}
	if c.queue[0] == u {
		c.poke()
	}
}

func (c *courier) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// close ends everything; what was not sent is forgotten.
func (c *courier) close() {
	c.mu.Lock()
	c.cancel()
	c.mu.Unlock()
	c.work.Wait()
	c.client.CloseIdleConnections()
}

// run sends what is due until the courier is closed.
func (c *courier) run() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		ready, wait := c.take()
		if len(ready) > 0 {
			c.handle(ready)
			c.done()
			continue
		}
		timer.Reset(wait)
		select {
		case <-c.ctx.Done():
			return
		case <-c.wake:
		case <-timer.C:
		}
	}
}

// take gives what is due, and otherwise how long to wait.
func (c *courier) take() ([]*update, time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if len(c.queue) == 0 {
		return nil, time.Hour
	}
	if wait := c.queue[0].due.Sub(now); wait > 0 {
		return nil, wait
	}
	until := now
	if c.settings.Batch > 1 {
		until = now.Add(c.settings.BatchWait)
	}
	var ready []*update
	for len(c.queue) > 0 && len(ready) < 1000 && !c.queue[0].due.After(until) {
		u, _ := heap.Pop(&c.queue).(*update)
		ready = append(ready, u)
	}
	c.busy++
	return ready, 0
}

// handle lets updates happen and starts their posts.
func (c *courier) handle(ready []*update) {
	settings := c.delivery()
	var tell []*update
	for _, u := range ready {
		switch {
		case u.post != nil:
			c.start(u.post, settings)
		case u.happen != nil && !u.happen():
		case u.tell != nil && !settings.Off:
			tell = append(tell, u)
		}
	}
	if len(tell) == 0 {
		return
	}
	for _, p := range c.pack(tell, settings) {
		c.start(p, settings)
	}
}

// updateHeap orders by time, then as they came.
type updateHeap []*update

func (h updateHeap) Len() int { return len(h) }
func (h updateHeap) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].seq < h[j].seq
}
func (h updateHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *updateHeap) Push(x any) {
	u, _ := x.(*update)
	*h = append(*h, u)
}

// Pop implements heap.Interface.
func (h *updateHeap) Pop() any {
	old := *h
	u := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return u
}
