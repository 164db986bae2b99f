package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// bulkProvider stands around a bulk send: it counts what it takes, and tells the
// state delivered of nearly everything, again and again until that is answered.
type bulkProvider struct {
	t       *testing.T
	channel *killChannel
	secret  string // the App Secret
	url     string
	gateway atomic.Pointer[gatewayProcess]

	mu sync.Mutex
	// took counts the messages by our mark; reach is called once it took so many
	// more.
	took  map[string]int
	left  int
	reach func()
	// waiting are states to be told; told are those that were answered with 200.
	waiting []string
	told    map[string]bool
}

func newBulkProvider(t *testing.T) *bulkProvider {
	t.Helper()
	p := &bulkProvider{t: t, took: map[string]int{}, told: map[string]bool{}}
	server := httptest.NewServer(http.HandlerFunc(p.take))
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// take counts a message before it answers.
func (p *bulkProvider) take(rw http.ResponseWriter, r *http.Request) {
	var m struct {
		Mark string `json:"biz_opaque_callback_data"`
	}
	if json.NewDecoder(r.Body).Decode(&m) != nil || m.Mark == "" || !strings.HasSuffix(r.URL.Path, "/messages") {
		http.NotFound(rw, r)
		return
	}
	p.mu.Lock()
	p.took[m.Mark]++
	if p.left--; p.left == 0 {
		go p.reach()
	}
	if rowOf(m.Mark)%20 != 0 {
		p.waiting = append(p.waiting, m.Mark)
	}
	p.mu.Unlock()
	<-time.After(rand.N(15 * time.Millisecond)) // as a provider far away
	rw.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(rw, `{"messaging_product":"whatsapp","contacts":[{"wa_id":"1"}],"messages":[{"id":"wamid.%s"}]}`, m.Mark)
}

// rowOf is the row of a bulk send's message, which its mark ends with.
func rowOf(mark string) int64 {
	n, _ := strconv.ParseInt(mark[strings.LastIndexByte(mark, '_')+1:], 36, 64)
	return n
}

// after calls done when the provider took so many more messages.
func (p *bulkProvider) after(n int, done func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.reach = n, done
}

// tell posts states until the test ends.
func (p *bulkProvider) tell() {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-p.t.Context().Done():
			return
		case <-tick.C:
		}
		p.mu.Lock()
		some := p.waiting[:min(len(p.waiting), 200)]
		p.mu.Unlock()
		g := p.gateway.Load()
		if len(some) == 0 || g == nil {
			continue
		}
		var states []string
		for _, mark := range some {
			states = append(states, fmt.Sprintf(`{"id":"wamid.%s","status":"delivered","timestamp":"%d","recipient_id":"628123456789","biz_opaque_callback_data":%q}`,
				mark, killMonday, mark))
		}
		body := killEnvelope(p.channel, `"statuses":[`+strings.Join(states, ",")+`]`)
		status, _ := g.ask("POST", "/hooks/meta/"+p.channel.key, body, "X-Hub-Signature-256", signature(p.secret, body))
		if status != http.StatusOK {
			continue // it comes again
		}
		p.mu.Lock()
		for _, mark := range some {
			p.told[mark] = true
		}
		p.waiting = p.waiting[len(some):]
		p.mu.Unlock()
	}
}

// quiet reports whether every state was told.
func (p *bulkProvider) quiet() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting) == 0
}
