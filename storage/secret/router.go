package secret

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"channeldesk/app"
)

// Place is where values can be kept. Its calls may block for as long as a
// person is asked for a password. Safe for concurrent use.
type Place interface {
	// Get gives a value; CodeSecretMissing when it is not there.
	Get(ctx context.Context, ref app.SecretRef) (app.Secret, error)
	// Put keeps a value under a new reference.
	Put(ctx context.Context, ref app.SecretRef, value app.Secret) error
	// Delete removes a value; nil when it is not there.
	Delete(ctx context.Context, ref app.SecretRef) error
	// Probe says why values cannot be kept here, or nil.
	Probe(ctx context.Context) error
}

// The first letters of references, by place.
var prefixes = map[app.SecretStoreKind]string{
	app.SecretsInKeychain: "k:",
	app.SecretsInFile:     "f:",
	app.SecretsInMemory:   "m:",
}

// statusAge is how long an answer of Status is taken for the present state.
const statusAge = 10 * time.Second

// Router implements app.SecretStore over several places. Safe for concurrent
// use.
type Router struct {
	places map[app.SecretStoreKind]Place
	now    func() time.Time

	mu     sync.Mutex
	kind   app.SecretStoreKind
	status app.SecretStoreStatus
	asked  time.Time     // when status was found out; zero for never
	probe  chan struct{} // holds one token: one probe at a time
}

var _ app.SecretStore = (*Router)(nil)

// NewRouter makes a router over the given places that keeps new values in kind.
// now tells the time; nil is the computer's clock.
func NewRouter(places map[app.SecretStoreKind]Place, kind app.SecretStoreKind, now func() time.Time) *Router {
	if now == nil {
		now = time.Now
	}
	return &Router{places: places, kind: kind, now: now, probe: make(chan struct{}, 1)}
}

// String names the place in use.
func (r *Router) String() string { return "secrets in " + string(r.Kind()) }

// GoString names the place in use.
func (r *Router) GoString() string { return r.String() }

// Use makes kind the place of new values. Older ones stay where they are.
func (r *Router) Use(kind app.SecretStoreKind) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kind, r.asked = kind, time.Time{}
}

// Kind is the place of new values.
func (r *Router) Kind() app.SecretStoreKind {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kind
}

// NewRef makes a reference for the place in use. It says nothing about the
// value and is never made twice.
func (r *Router) NewRef() app.SecretRef {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return app.SecretRef(prefixes[r.Kind()] + hex.EncodeToString(b[:]))
}

// Get gives the value of a reference, wherever it is kept.
func (r *Router) Get(ctx context.Context, ref app.SecretRef) (app.Secret, error) {
	place, err := r.placeOf(ref)
	if err != nil {
		return app.Secret{}, err
	}
	v, err := place.Get(ctx, ref)
	return v, r.noticed(err)
}

// Put keeps a value in the place that the reference was made for.
func (r *Router) Put(ctx context.Context, ref app.SecretRef, value app.Secret) error {
	place, err := r.placeOf(ref)
	if err != nil {
		return err
	}
	return r.noticed(place.Put(ctx, ref, value))
}

// Delete removes the value of a reference, wherever it is kept.
func (r *Router) Delete(ctx context.Context, ref app.SecretRef) error {
	place, err := r.placeOf(ref)
	if err != nil {
		return err
	}
	return r.noticed(place.Delete(ctx, ref))
}

func (r *Router) placeOf(ref app.SecretRef) (Place, error) {
	for kind, prefix := range prefixes {
		if !strings.HasPrefix(string(ref), prefix) {
			continue
		}
		if p := r.places[kind]; p != nil {
			return p, nil
		}
		return nil, notHere()
	}
	return nil, missing(app.Say("This secret was kept by a Channel Desk that stores secrets in another way."))
}

func notHere() *app.Error {
	return unavailable(app.Say("The place where this secret is kept is not set up in this run."),
		app.Say("Start Channel Desk with the --secrets option that you used before."))
}

// noticed makes the next Status look again after a place was found unusable.
func (r *Router) noticed(err error) error {
	if app.ErrorCode(err) == app.CodeSecretsUnavailable {
		r.mu.Lock()
		r.asked = time.Time{}
		r.mu.Unlock()
	}
	return err
}

// Status tells where new values go and whether that works now. It tries the
// place by keeping, reading and removing a value, unless that was done within
// the last ten seconds; a keychain may ask the person for a password then.
func (r *Router) Status(ctx context.Context) app.SecretStoreStatus {
	if s, ok := r.known(); ok {
		return s
	}
	select {
	case r.probe <- struct{}{}:
		defer func() { <-r.probe }()
	case <-ctx.Done():
		return app.SecretStoreStatus{Kind: r.Kind(), Problem: app.AsError(cancelled(ctx))}
	}
	if s, ok := r.known(); ok { // found out while waiting
		return s
	}
	kind := r.Kind()
	s := app.SecretStoreStatus{Kind: kind}
	var err error = notHere()
	if place := r.places[kind]; place != nil {
		err = place.Probe(ctx)
	}
	s.Usable, s.Problem = err == nil, app.AsError(err)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kind == kind && ctx.Err() == nil {
		r.status, r.asked = s, r.now()
	}
	return s
}

func (r *Router) known() (app.SecretStoreStatus, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status, !r.asked.IsZero() && r.now().Sub(r.asked) < statusAge
}
