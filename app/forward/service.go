// Package forward hands what customers write, and what became of messages to
// them, to an agent's own address.
//
// What is to be forwarded is stored in the same transaction as the webhook that
// told it. Run sends it until the address takes it: each event at least once, in
// order for each person, with the same delivery id however often it is sent. A
// kill loses nothing.
//
// A delivery is a POST of the event as a JSON object, whose member delivery is the
// delivery id, with these headers:
//
//	X-ChannelDesk-Event:     message or status
//	X-ChannelDesk-Delivery:  evt_..., the same in every repetition
//	X-ChannelDesk-Signature: t=1764547200,v1=5257a8...
//
// v1 is HMAC-SHA256 in hex, with the signing secret as its key, of t, a full stop
// and the body as it came. While a replaced webhook secret is still valid there is
// a second v1 with the older signing secret. Who receives takes any that fits, and
// refuses a t that is more than five minutes off.
//
// Any answer from 200 to 299 means that it was taken. 410 means that it is not
// wanted and is not repeated. Everything else is repeated with growing waits for
// about a day; Retry-After is honoured. Redirects are not followed.
package forward

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"channeldesk/app"
)

// Params are what the service works with. All but Client are needed.
type Params struct {
	Store   app.Store
	Secrets app.SecretStore
	Guard   app.Guard
	Bus     *app.Bus
	Clock   app.Clock
	Log     *slog.Logger
	// Client sends; nil makes one. Redirects are never followed.
	Client *http.Client
}

// Service forwards. Safe for concurrent use. Its calls read and write the
// database: none is for the UI goroutine.
type Service struct {
	p      Params
	client *http.Client
	// addedAt is when something was last added, in Unix milliseconds. The runner
	// cannot know when that is committed.
	addedAt atomic.Int64
	wake    chan struct{}

	mu      sync.Mutex
	secrets map[app.SecretRef]app.Secret // signing secrets
}

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Secrets == nil || p.Guard == nil || p.Bus == nil || p.Clock == nil || p.Log == nil {
		panic("forward: incomplete Params")
	}
	client := http.Client{Transport: newTransport()}
	if p.Client != nil {
		client = *p.Client
	}
	client.Timeout = timeout
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Service{p: p, client: &client, wake: make(chan struct{}, 1), secrets: map[app.SecretRef]app.Secret{}}
}

// Wake makes the runner look now. Whoever added something calls it after the
// transaction; an event of the inbox or of messages does the same.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// addedWithin reports whether something was added in the time before now.
func (s *Service) addedWithin(d time.Duration) bool {
	age := s.now().UnixMilli() - s.addedAt.Load()
	return age >= 0 && age < d.Milliseconds()
}

func (s *Service) now() time.Time { return s.p.Clock.Now().Truncate(time.Millisecond) }
