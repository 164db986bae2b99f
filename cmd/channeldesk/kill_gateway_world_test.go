package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"channeldesk/app"
)

// killWorld is what stands around a gateway that gets killed: a provider that
// counts what it takes, and the agents' own address.
type killWorld struct {
	t        *testing.T
	channels []*killChannel
	meta     string // the provider's address
	agent    string // the agents' address

	mu sync.Mutex
	// took counts the messages that the provider took, by our mark; reach is called
	// once it took so many more.
	took  map[string]int
	left  int
	reach func()
	// told are states that the provider tells, by our mark; some it never tells.
	told map[string]app.MessageStatus
	// states are webhooks about them that have not been sent yet.
	states []*killHook

	// passed are the first deliveries in their order, posts how often each came.
	passed []killPassed
	posts  map[string]int
}

// killChannel is one number with its agent.
type killChannel struct {
	name, number, waba, account string
	key                         string // of its webhook address
	sendKey, readKey            string // to the API
	id                          app.ChannelID
	agent                       app.AgentID
}

// killPassed is what the agents' address got.
type killPassed struct {
	Delivery string            `json:"delivery"`
	Event    string            `json:"event"`
	Channel  string            `json:"channel"`
	ID       string            `json:"id"`
	Person   string            `json:"person"`
	To       string            `json:"to"`
	Status   app.MessageStatus `json:"status"`
}

// who is the person whose order counts.
func (p killPassed) who() string { return p.Channel + " " + p.Person + p.To }

func newKillWorld(t *testing.T) *killWorld {
	t.Helper()
	w := &killWorld{t: t, took: map[string]int{}, told: map[string]app.MessageStatus{}, posts: map[string]int{}}
	for i := range 3 {
		w.channels = append(w.channels, &killChannel{
			name: fmt.Sprintf("Kill %d", i), number: fmt.Sprintf("10472938556102%d", i), waba: fmt.Sprintf("11820441773091%d", i),
			account: fmt.Sprintf("+62811555018%d", i),
		})
	}
	provider := httptest.NewServer(http.HandlerFunc(w.take))
	t.Cleanup(provider.Close)
	agent := httptest.NewServer(http.HandlerFunc(w.listen))
	t.Cleanup(agent.Close)
	w.meta, w.agent = provider.URL, agent.URL
	return w
}

// take is the provider. It counts a message before it answers, and often tells a
// state of it sooner than that.
func (w *killWorld) take(rw http.ResponseWriter, r *http.Request) {
	var m struct {
		To   string `json:"to"`
		Mark string `json:"biz_opaque_callback_data"`
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if json.NewDecoder(r.Body).Decode(&m) != nil || m.Mark == "" || parts[len(parts)-1] != "messages" {
		http.NotFound(rw, r)
		return
	}
	id := "wamid." + m.Mark
	w.mu.Lock()
	w.took[m.Mark]++
	if w.left--; w.left == 0 {
		w.reach()
	}
	for _, c := range w.channels {
		if parts[len(parts)-2] == c.number && rand.IntN(10) < 7 {
			w.tell(c, id, m.Mark)
		}
	}
	w.mu.Unlock()
	<-time.After(rand.N(15 * time.Millisecond)) // as a provider far away
	rw.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(rw, `{"messaging_product":"whatsapp","contacts":[{"wa_id":"1"}],"messages":[{"id":%q}]}`, id)
}

// tell lets the provider tell states of a message, in any order, some of them
// twice. The lock is held.
func (w *killWorld) tell(c *killChannel, id, mark string) {
	all := []app.MessageStatus{app.MessageSent, app.MessageDelivered, app.MessageRead}
	most := rand.IntN(len(all))
	if w.told[mark].Rank() < all[most].Rank() {
		w.told[mark] = all[most]
	}
	var hooks []*killHook
	for _, state := range all[:most+1] {
		h := &killHook{channel: c, body: killState(c, id, mark, state)}
		hooks = append(hooks, h)
		if rand.IntN(5) == 0 {
			hooks = append(hooks, &killHook{channel: c, body: h.body})
		}
	}
	rand.Shuffle(len(hooks), func(i, j int) { hooks[i], hooks[j] = hooks[j], hooks[i] })
	w.states = append(w.states, hooks...)
}

// newStates gives the webhooks about states that have not been sent yet.
func (w *killWorld) newStates() []*killHook {
	w.mu.Lock()
	defer w.mu.Unlock()
	states := w.states
	w.states = nil
	return states
}

// afterSends calls done when the provider took so many more messages.
func (w *killWorld) afterSends(n int, done func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.reach = n, done
}

// listen is the agents' own address.
func (w *killWorld) listen(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var p killPassed
	if err != nil || json.Unmarshal(body, &p) != nil || p.Delivery == "" || p.Delivery != r.Header.Get("X-ChannelDesk-Delivery") {
		w.t.Errorf("the agents' address got %q %v", body, err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.posts[p.Delivery]++; w.posts[p.Delivery] == 1 {
		w.passed = append(w.passed, p)
	}
}

const killMonday = 1767225600

func killEnvelope(c *killChannel, rest string) string {
	return `{"object":"whatsapp_business_account","entry":[{"id":"` + c.waba + `","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
"metadata":{"display_phone_number":"` + strings.TrimPrefix(c.account, "+") + `","phone_number_id":"` + c.number + `"},` + rest + `}}]}]}`
}

func killState(c *killChannel, id, mark string, state app.MessageStatus) string {
	return killEnvelope(c, fmt.Sprintf(`"statuses":[{"id":%q,"status":%q,"timestamp":"%d","recipient_id":"628123456789","biz_opaque_callback_data":%q}]`,
		id, state, killMonday+state.Rank(), mark))
}

// killMessage is the webhook of a customer's message; there are 200 customers.
func killMessage(c *killChannel, n int) string {
	return killEnvelope(c, fmt.Sprintf(`"messages":[{"from":"6281255507%03d","id":"wamid.in%d","timestamp":"%d","type":"text","text":{"body":"x"}}]`, n%200, n, killMonday+n))
}
