package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Posted is a webhook post that was tried.
type Posted struct {
	Provider string    `json:"provider"`
	At       time.Time `json:"at"`
	// Host is scheme and host of the address; the rest may be a secret.
	Host string `json:"host"`
	// What are the kinds of the updates, as "sent" or "message"; Updates is how
	// many there were.
	What    string `json:"what"`
	Updates int    `json:"updates"`
	// Attempt counts from 1. Status is the answer's, 0 for none.
	Attempt int `json:"attempt"`
	Status  int `json:"status"`
	// Again is true when it will be tried again.
	Again bool          `json:"again"`
	Took  time.Duration `json:"took_ns"`
}

// mostPosted is how many posts are remembered.
const mostPosted = 1000

// reservedEndings are those of names that lead nowhere: they are for examples.
var reservedEndings = []string{".example", ".test", ".invalid", ".localdomain"}

// aimed puts the gateway in front of an address. It gives "" for one that leads
// nowhere.
func aimed(address, gateway string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	if gateway != "" {
		g, err := url.Parse(gateway)
		if err != nil {
			return ""
		}
		u.Scheme, u.Host = g.Scheme, g.Host
		u.Path = strings.TrimRight(g.Path, "/") + u.Path
		u.RawPath = ""
	}
	host := u.Hostname()
	if slices.ContainsFunc(reservedEndings, func(end string) bool { return strings.HasSuffix(host, end) }) {
		return ""
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !isLoopbackHost(host)) {
		return ""
	}
	return u.String()
}

// start sends a post as soon as fewer than mostPosts are on their way.
func (c *courier) start(p *post, settings Delivery) {
	address := aimed(p.address, settings.Gateway)
	if address == "" {
		return
	}
	if settings.InOrder {
		c.try(p, address, settings)
		return
	}
	select {
	case c.slots <- struct{}{}:
	case <-c.ctx.Done():
		return
	}
	c.mu.Lock()
	c.busy++
	c.mu.Unlock()
	c.work.Go(func() {
		defer c.done()
		defer func() { <-c.slots }()
		c.try(p, address, settings)
	})
}

// try sends a post once and puts it back when it was not taken.
func (c *courier) try(p *post, address string, settings Delivery) {
	p.attempt++
	began := c.now()
	status := c.send(p, address, settings.Timeout)
	again := status != http.StatusOK && p.attempt < settings.Attempts && c.ctx.Err() == nil
	host := ""
	if u, err := url.Parse(address); err == nil {
		host = u.Scheme + "://" + u.Host
	}
	c.mu.Lock()
	c.log = append(c.log, Posted{
		Provider: c.provider, At: began.UTC(), Host: host, What: p.what, Updates: p.updates,
		Attempt: p.attempt, Status: status, Again: again, Took: c.now().Sub(began),
	})
	if len(c.log) > 2*mostPosted {
		c.log = slices.Clone(c.log[len(c.log)-mostPosted:])
	}
	c.mu.Unlock()
	if again {
		c.push(&update{due: c.now().Add(settings.backoff(p.attempt)), post: p})
	}
}

// send gives the status of the answer, 0 when there was none.
func (c *courier) send(p *post, address string, timeout time.Duration) int {
	ctx := c.ctx
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(p.body))
	if err != nil {
		return 0
	}
	for name, values := range p.header {
		req.Header[name] = values
	}
	res, err := c.client.Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	return res.StatusCode
}

// done notes that one piece of work ended, and wakes who waits for the end of all.
func (c *courier) done() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy--
	if c.idle != nil && c.busy == 0 && len(c.queue) == 0 {
		close(c.idle)
		c.idle = nil
	}
}

// settled waits until nothing is left to tell, or ctx ends.
func (c *courier) settled(ctx context.Context) error {
	c.mu.Lock()
	if c.busy == 0 && len(c.queue) == 0 {
		c.mu.Unlock()
		return nil
	}
	if c.idle == nil {
		c.idle = make(chan struct{})
	}
	idle := c.idle
	c.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// posted gives the posts that were tried, oldest first.
func (c *courier) posted() []Posted {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.log[max(0, len(c.log)-mostPosted):])
}
