package secret

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"channeldesk/app"
	"channeldesk/storage/storagetest"

	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"
	"pgregory.net/rapid"
)

// fakeRing is a keychain in memory. before, when set, runs first in each call.
type fakeRing struct {
	mu     sync.Mutex
	items  map[string]string
	before func(op, account string) error
}

func newFakeRing() *fakeRing { return &fakeRing{items: map[string]string{}} }

func (r *fakeRing) do(op, account string, fn func() error) error {
	if r.before != nil {
		if err := r.before(op, account); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return fn()
}

func (r *fakeRing) Set(service, account, value string) error {
	return r.do("set", account, func() error {
		if service != Service {
			return errors.New("wrong service")
		}
		if len(value) > partMax+100 {
			return keyring.ErrSetDataTooBig
		}
		r.items[account] = value
		return nil
	})
}

func (r *fakeRing) Get(_, account string) (v string, err error) {
	err = r.do("get", account, func() error {
		var ok bool
		if v, ok = r.items[account]; !ok {
			return keyring.ErrNotFound
		}
		return nil
	})
	return v, err
}

func (r *fakeRing) Delete(_, account string) error {
	return r.do("delete", account, func() error {
		if _, ok := r.items[account]; !ok {
			return keyring.ErrNotFound
		}
		delete(r.items, account)
		return nil
	})
}

func always() error { return nil }

func onFake(r ring) *Keychain { return newKeychain("ws1", 0, r, always) }

func TestKeychainContract(t *testing.T) {
	storagetest.RunSecrets(t, func(*testing.T) app.SecretStore {
		return NewRouter(map[app.SecretStoreKind]Place{app.SecretsInKeychain: onFake(newFakeRing())}, app.SecretsInKeychain, nil)
	})
}

func TestKeychainAccounts(t *testing.T) {
	r := newFakeRing()
	require.NoError(t, onFake(r).Put(t.Context(), "k:1", app.NewSecret("x")))
	require.Contains(t, r.items, "ws1/k:1")
	_, err := newKeychain("ws2", 0, r, always).Get(t.Context(), "k:1")
	require.Equal(t, app.CodeSecretMissing, app.ErrorCode(err), "another data folder sees it")
}

func TestLongValuesAreCutBetweenLetters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := strings.Repeat(rapid.StringN(1, 50, -1).Draw(rt, "value"), rapid.IntRange(1, 200).Draw(rt, "times"))
		r := newFakeRing()
		k := onFake(r)
		require.NoError(rt, k.Put(context.Background(), "k:1", app.NewSecret(value)))
		for account, item := range r.items {
			require.LessOrEqual(rt, len(item), partMax+1)
			require.True(rt, strings.ToValidUTF8(item, "") == item, "%s is cut inside a letter", account)
		}
		got, err := k.Get(context.Background(), "k:1")
		require.NoError(rt, err)
		require.Equal(rt, value, got.Expose())
		require.NoError(rt, k.Delete(context.Background(), "k:1"))
		require.Empty(rt, r.items)
	})
}

// Stopped after any of its steps, a write is either complete or not there, and
// Delete leaves nothing of it; a stopped Delete can be done again.
func TestStoppedInTheMiddle(t *testing.T) {
	value := app.NewSecret(strings.Repeat("0123456789", 1000))
	for stop := 1; ; stop++ {
		r := newFakeRing()
		k := onFake(r)
		left := stop
		broken := errors.New("stopped")
		r.before = func(string, string) error {
			if left--; left < 0 {
				return broken
			}
			return nil
		}
		perr := k.Put(t.Context(), "k:1", value)
		left = 1000
		got, err := k.Get(t.Context(), "k:1")
		if err == nil {
			require.True(t, got.Expose() == value.Expose())
		} else {
			require.Equal(t, app.CodeSecretMissing, app.ErrorCode(err))
		}
		left = stop
		_ = k.Delete(t.Context(), "k:1")
		left = 1000
		require.NoError(t, k.Delete(t.Context(), "k:1"))
		require.Empty(t, r.items)
		if perr == nil {
			require.Greater(t, stop, 6, "a long value takes several steps")
			return
		}
	}
}

func TestPartRemovedByHand(t *testing.T) {
	r := newFakeRing()
	k := onFake(r)
	require.NoError(t, k.Put(t.Context(), "k:1", app.NewSecret(strings.Repeat("v", 5000))))
	part := r.items["ws1/k:1.2"]
	for name, change := range map[string]func(){
		"gone":    func() { delete(r.items, "ws1/k:1.2") },
		"changed": func() { r.items["ws1/k:1.2"] = strings.ToUpper(part) },
		"head":    func() { r.items["ws1/k:1"] = "something else" },
	} {
		change()
		_, err := k.Get(t.Context(), "k:1")
		require.Equal(t, app.CodeSecretMissing, app.ErrorCode(err), name)
		r.items["ws1/k:1.2"] = part
	}
}

func TestWriteIsReadBack(t *testing.T) {
	r := newFakeRing()
	r.before = func(op, account string) error {
		if op == "get" {
			delete(r.items, account) // forgets what it took
		}
		return nil
	}
	err := onFake(r).Put(t.Context(), "k:1", app.NewSecret("v"))
	require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
}

func TestKeychainThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newFakeRing()
		answer := make(chan struct{})
		r.before = func(string, string) error { <-answer; return nil } // a password window stands
		k := onFake(r)
		start := time.Now()
		err := k.Put(t.Context(), "k:1", app.NewSecret("v"))
		require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
		require.Contains(t, err.Error(), "password")
		require.Equal(t, DefaultTimeout, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = k.Get(ctx, "k:1") // the first window still stands: no second one
		require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
		require.Equal(t, DefaultTimeout+time.Second, time.Since(start))

		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		require.Equal(t, app.CodeCancelled, app.ErrorCode(k.Delete(ctx, "k:1")))

		close(answer) // answered at last: the given-up call does no further step
		synctest.Wait()
		require.NoError(t, k.Put(t.Context(), "k:2", app.NewSecret("v")))
	})
}

func TestGivenUpWriteStopsBetweenParts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newFakeRing()
		sets := 0
		r.before = func(op, _ string) error {
			if op == "set" {
				sets++
				time.Sleep(40 * time.Second)
			}
			return nil
		}
		k := onFake(r)
		require.Error(t, k.Put(t.Context(), "k:1", app.NewSecret(strings.Repeat("v", 9000))))
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, 2, sets)
	})
}

func TestStrangeAnswersDoNotEndTheProgram(t *testing.T) {
	r := newFakeRing()
	r.before = func(string, string) error { panic("the value is hunter2") }
	_, err := onFake(r).Get(t.Context(), "k:1")
	require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
	require.NotContains(t, logged(err), "hunter2")
}

// logged is all that a log could show of an error.
func logged(err error) string {
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Error("x", "err", err, "plain", fmt.Sprintf("%v %+v %#v", err, err, err))
	return b.String()
}

func TestKeychainErrors(t *testing.T) {
	for text, want := range map[error]string{
		errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'"): "locked",
		errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"):  "no collection",
		errors.New("The name org.freedesktop.secrets was not provided by any .service files"):         "No keychain service",
		&net.OpError{Op: "dial", Net: "unix", Err: errors.New("no such file")}:                        "session bus",
		&exec.Error{Name: "dbus-launch", Err: exec.ErrNotFound}:                                       "session bus",
		errNoBus:                       "session bus",
		keyring.ErrSetDataTooBig:       "size",
		keyring.ErrUnsupportedPlatform: "no keychain that",
		errNotKept:                     "did not give it back",
		errors.New("something new"):    "does not work",
	} {
		e := app.AsError(explainKeychain(text))
		require.Equal(t, app.CodeSecretsUnavailable, e.Code)
		require.Contains(t, e.What.String(), want)
		require.NotEmpty(t, e.Fix.String())
		require.ErrorIs(t, e, text, "the cause is for the log")
	}
	require.Equal(t, app.CodeSecretMissing, app.ErrorCode(explainKeychain(keyring.ErrNotFound)))
}

func TestNoValueInErrors(t *testing.T) {
	const value = "EAAG-do-not-show-me"
	r := newFakeRing()
	r.before = func(op, _ string) error { return fmt.Errorf("cannot store %s", value) }
	err := onFake(r).Put(t.Context(), "k:1", app.NewSecret(value))
	require.Error(t, err)
	require.NotContains(t, logged(err), value)
}

func TestNothingPrintsAValue(t *testing.T) {
	const value = "EAAG-do-not-show-me"
	m := NewMemory()
	f := NewFile(t.TempDir(), pass("a passphrase"))
	f.work = 4
	k := onFake(newFakeRing())
	for _, p := range []Place{m, f, k} {
		require.NoError(t, p.Put(t.Context(), "m:1", app.NewSecret(value)))
	}
	router := NewRouter(map[app.SecretStoreKind]Place{app.SecretsInMemory: m, app.SecretsInFile: f, app.SecretsInKeychain: k}, app.SecretsInMemory, nil)
	type holder struct{ place Place }
	for _, v := range []any{m, f, k, router, holder{m}, holder{f}, &holder{k}, *f} {
		var b bytes.Buffer
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
		text := b.String() + fmt.Sprintf("%v %+v %#v %s", v, v, v, v)
		require.NotContains(t, text, value)
		require.NotContains(t, text, "AGE-SECRET-KEY")
	}
}
