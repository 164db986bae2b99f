package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"channeldesk/app"

	"github.com/zalando/go-keyring"
)

// Service is the name under which our entries stand in the keychain.
const Service = "Channel Desk"

// DefaultTimeout is how long a call may take: the system may be asking the
// person for a password.
const DefaultTimeout = time.Minute

// ring is the system's keychain; tests have another.
type ring interface {
	Set(service, account, value string) error
	Get(service, account string) (string, error)
	Delete(service, account string) error
}

type systemRing struct{}

func (systemRing) Set(s, a, v string) error        { return keyring.Set(s, a, v) }
func (systemRing) Get(s, a string) (string, error) { return keyring.Get(s, a) }
func (systemRing) Delete(s, a string) error        { return keyring.Delete(s, a) }
func isNotFound(err error) bool                    { return errors.Is(err, keyring.ErrNotFound) }
func isTooBig(err error) bool                      { return errors.Is(err, keyring.ErrSetDataTooBig) }
func isUnsupported(err error) bool                 { return errors.Is(err, keyring.ErrUnsupportedPlatform) }

// Keychain keeps values in the system's keychain: Secret Service, Windows
// Credential Manager or macOS Keychain. Safe for concurrent use; calls take
// turns, so that one password window stands at a time.
type Keychain struct {
	workspace string
	timeout   time.Duration
	ring      ring
	ready     func() error  // says why the keychain must not even be called
	turn      chan struct{} // holds one token while a call runs
}

// NewKeychain makes the keychain of a workspace; its id keeps the entries of
// different data folders apart. timeout 0 is DefaultTimeout.
func NewKeychain(workspace string, timeout time.Duration) *Keychain {
	return newKeychain(workspace, timeout, systemRing{}, busReady)
}

func newKeychain(workspace string, timeout time.Duration, r ring, ready func() error) *Keychain {
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	return &Keychain{workspace: workspace, timeout: timeout, ring: r, ready: ready, turn: make(chan struct{}, 1)}
}

// String names the place.
func (k *Keychain) String() string { return "secrets in the keychain" }

// GoString names the place.
func (k *Keychain) GoString() string { return k.String() }

// Get reads a value.
func (k *Keychain) Get(ctx context.Context, ref app.SecretRef) (v app.Secret, err error) {
	var text string
	err = k.call(ctx, "", func(ctx context.Context) (err error) {
		text, err = k.read(ctx, k.account(ref))
		return err
	})
	if err != nil {
		return app.Secret{}, err
	}
	return app.NewSecret(text), nil
}

// Put writes a value and reads it back.
func (k *Keychain) Put(ctx context.Context, ref app.SecretRef, value app.Secret) error {
	return k.call(ctx, value.Expose(), func(ctx context.Context) error {
		return k.writeAndVerify(ctx, k.account(ref), value.Expose())
	})
}

// Delete removes a value with all its parts.
func (k *Keychain) Delete(ctx context.Context, ref app.SecretRef) error {
	return k.call(ctx, "", func(ctx context.Context) error { return k.remove(ctx, k.account(ref)) })
}

// Probe writes, reads and removes a value of no meaning.
func (k *Keychain) Probe(ctx context.Context) error {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	word := hex.EncodeToString(b[:])
	account := k.account(app.SecretRef("probe-" + word))
	return k.call(ctx, word, func(ctx context.Context) error {
		if err := k.writeAndVerify(ctx, account, word); err != nil {
			return err
		}
		return k.remove(ctx, account)
	})
}

func (k *Keychain) account(ref app.SecretRef) string { return k.workspace + "/" + string(ref) }

func (k *Keychain) writeAndVerify(ctx context.Context, account, value string) error {
	if err := k.writeParts(ctx, account, value); err != nil {
		return err
	}
	got, err := k.read(ctx, account)
	if err != nil && !isNotFound(err) {
		return err
	}
	if err != nil || subtle.ConstantTimeCompare([]byte(got), []byte(value)) != 1 {
		return errNotKept
	}
	return nil
}

// call runs fn on a goroutine of its own and waits for it no longer than the
// time-out or ctx. The system's call cannot be stopped: one that was given up
// goes on until its password window closes, and does no step after the one it
// was in. value is what must not show in an error.
func (k *Keychain) call(ctx context.Context, value string, fn func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return cancelled(ctx)
	}
	if err := k.ready(); err != nil {
		return explainKeychain(err)
	}
	limit, cancel := context.WithTimeout(ctx, k.timeout)
	defer cancel()
	select {
	case k.turn <- struct{}{}:
	case <-limit.Done():
		return gaveUp(ctx)
	}
	result := make(chan error, 1)
	go func() {
		defer func() { <-k.turn }()
		defer func() {
			if p := recover(); p != nil { // go-keyring trusts the service's answers
				result <- fmt.Errorf("the keychain gave a strange answer: %T", p)
			}
		}()
		result <- fn(limit)
	}()
	select {
	case err := <-result:
		if err == nil {
			return nil
		}
		if limit.Err() != nil {
			return gaveUp(ctx)
		}
		return explainKeychain(scrubbed(err, value))
	case <-limit.Done():
		return gaveUp(ctx)
	}
}

// gaveUp tells a cancelled caller from a keychain that did not answer.
func gaveUp(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return cancelled(ctx)
	}
	return unavailable(app.Say("The keychain did not answer in time. It may be waiting for its password."),
		app.Say("Look for a password window of the system, answer it, then try again."))
}
