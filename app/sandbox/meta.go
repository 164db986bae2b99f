package sandbox

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// Meta simulates the Graph interface. It is an http.Handler whose paths begin
// with the version. Make it with NewMeta; its methods are safe for concurrent
// use.
type Meta struct {
	engine

	traces atomic.Int64
	// world and hooks are guarded by the engine's lock.
	world World
	hooks webhooks
	shelf shelf
	// messages are those that were accepted, byID the same by their ids.
	messages []*MetaMessage
	byID     map[string]*MetaMessage
	accepted int
	serials  int
	// blocked are names of deleted templates and until when, uploads and handles the
	// files of samples.
	blocked map[string]time.Time
	uploads map[string]*upload
	handles map[string]bool
	media   map[string]metaMedia
	// used and pairs count what was sent against the limits.
	used  map[string]rate
	pairs map[string]pairRate
}

// NewMeta makes a simulated Graph interface with the sample world, or with the
// options' own.
func NewMeta(options Options) *Meta {
	options = options.withDefaults()
	m := &Meta{
		hooks: newWebhooks(), byID: map[string]*MetaMessage{}, used: map[string]rate{}, pairs: map[string]pairRate{},
		blocked: map[string]time.Time{}, uploads: map[string]*upload{}, handles: map[string]bool{}, media: map[string]metaMedia{},
	}
	m.start(providerMeta, options, m.secrets, m.pack)
	if options.World != nil {
		m.world = options.World.clone()
	} else {
		m.world = SampleWorld(options.Seed, options.Clock.Now())
	}
	m.shelf = newShelf(m.world.Templates)
	m.phone.attach(providerMeta, m.business())
	return m
}

// Sample gives the values of the sample world with this handler's seed.
func (m *Meta) Sample() SampleValues { return Sample(m.options.Seed) }

// secrets are those of the world, for masking. The lock is held.
func (m *Meta) secrets(yield func(secret, word string) bool) {
	for value := range m.world.Tokens {
		if !yield(value, "[token]") {
			return
		}
	}
	for _, a := range m.world.Apps {
		if !yield(a.Secret, "[secret]") {
			return
		}
	}
}

// Change lets a test change the world, for instance to ban a number. The
// function must not keep the pointer.
func (m *Meta) Change(change func(*World)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.world)
}

func (w World) clone() World {
	w.Businesses, w.Apps, w.WABAs = maps.Clone(w.Businesses), maps.Clone(w.Apps), maps.Clone(w.WABAs)
	w.Numbers, w.Tokens = maps.Clone(w.Numbers), maps.Clone(w.Tokens)
	w.Templates, w.Fates = slices.Clone(w.Templates), maps.Clone(w.Fates)
	return w
}

func lookUp[V any](m *Meta, in func(World) map[string]V, key string) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := in(m.world)[key]
	return v, ok
}

func (m *Meta) app(id string) (App, bool) {
	return lookUp(m, func(w World) map[string]App { return w.Apps }, id)
}

func (m *Meta) waba(id string) (WABA, bool) {
	return lookUp(m, func(w World) map[string]WABA { return w.WABAs }, id)
}

func (m *Meta) number(id string) (Number, bool) {
	return lookUp(m, func(w World) map[string]Number { return w.Numbers }, id)
}

func (m *Meta) portfolio(id string) (Business, bool) {
	return lookUp(m, func(w World) map[string]Business { return w.Businesses }, id)
}

func (m *Meta) tokenOf(value string) (Token, bool) {
	return lookUp(m, func(w World) map[string]Token { return w.Tokens }, value)
}

// handle answers a request, or an operation of a batch.
func (m *Meta) handle(ctx context.Context, q *request) (any, *graphError) {
	body, err := m.route(ctx, q)
	m.noteRefusal(q, err)
	return body, err
}

func (m *Meta) route(ctx context.Context, q *request) (any, *graphError) {
	served, known := serveVersion(q.asked, m.options.Clock.Now())
	if !known {
		return nil, unknownPath("/" + q.asked + q.path)
	}
	q.served = served
	if q.broken != nil {
		return nil, q.broken
	}
	if len(q.segments) > 2 {
		return nil, unknownPath(q.path)
	}
	c, err := m.authenticate(q)
	if err != nil {
		return nil, err
	}
	switch len(q.segments) {
	case 0:
		if q.method == http.MethodPost && q.params["batch"] != "" {
			return m.batch(ctx, q)
		}
		return nil, unsupportedRequest(q.method)
	case 1:
		return m.handleNode(ctx, q, c)
	}
	return m.handleEdge(ctx, q, c)
}

func (m *Meta) handleNode(ctx context.Context, q *request, c caller) (any, *graphError) {
	switch {
	case q.segments[0] == "debug_token" && q.method == http.MethodGet:
		return m.debugToken(q, c)
	case !isDigits(q.segments[0]):
		return nil, unsupportedRequest(q.method)
	case q.method == http.MethodGet || q.method == http.MethodDelete:
		if one, ok := m.mediumOf(q.segments[0], c); ok {
			return m.medium(q, one)
		}
		if q.method == http.MethodGet {
			return m.getNode(q, c)
		}
	case q.method == http.MethodPost:
		if t, err := m.template(q.segments[0], c); t != nil || err != nil {
			if err != nil {
				return nil, err
			}
			return m.editTemplate(q, t)
		}
		return m.setNumber(ctx, q, c)
	}
	return nil, unknownObject(q.method, q.segments[0])
}

func (m *Meta) handleEdge(ctx context.Context, q *request, c caller) (any, *graphError) {
	switch edge := q.segments[1]; {
	case edge == "phone_numbers" && q.method == http.MethodGet:
		return m.listNumbers(q, c)
	case edge == "messages" && q.method == http.MethodPost:
		return m.sendMessage(q, c)
	case edge == "message_templates":
		return m.templates(q, c)
	case edge == "media" && q.method == http.MethodPost:
		return m.uploadMedia(q, c)
	case edge == "uploads" && q.method == http.MethodPost:
		return m.startUpload(q, c)
	case edge == "unpause" && q.method == http.MethodPost:
		t, err := m.template(q.segments[0], c)
		if t == nil || err != nil {
			return nil, cmpError(err, unknownObject(q.method, q.segments[0]))
		}
		return m.unpause(t)
	case edge == "subscriptions":
		return m.appSubscriptions(ctx, q, c)
	case edge == "subscribed_apps":
		return m.subscribedApps(ctx, q, c)
	case q.method == http.MethodGet:
		kind, err := m.nodeType(q, c)
		if err != nil {
			return nil, err
		}
		return nil, nonexistingField(edge, kind)
	}
	return nil, unknownObject(q.method, q.segments[0])
}

// cmpError is the first error that there is.
func cmpError(err, otherwise *graphError) *graphError {
	if err != nil {
		return err
	}
	return otherwise
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
