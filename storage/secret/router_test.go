package secret

import (
	"context"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/storage/storagetest"

	"github.com/stretchr/testify/require"
)

// probed counts probes and gives an error of choice.
type probed struct {
	*Memory
	probes int
	err    error
}

func (p *probed) Probe(context.Context) error { p.probes++; return p.err }

func TestMemoryContract(t *testing.T) {
	storagetest.RunSecrets(t, func(*testing.T) app.SecretStore {
		return NewRouter(map[app.SecretStoreKind]Place{app.SecretsInMemory: NewMemory()}, app.SecretsInMemory, nil)
	})
}

func TestRouting(t *testing.T) {
	places := map[app.SecretStoreKind]Place{
		app.SecretsInKeychain: NewMemory(), app.SecretsInFile: NewMemory(), app.SecretsInMemory: NewMemory(),
	}
	r := NewRouter(places, app.SecretsInKeychain, nil)
	refs := map[app.SecretStoreKind]app.SecretRef{}
	for kind, prefix := range prefixes {
		r.Use(kind)
		require.Equal(t, kind, r.Kind())
		refs[kind] = r.NewRef()
		require.Equal(t, prefix, string(refs[kind][:2]))
		require.NoError(t, r.Put(t.Context(), refs[kind], app.NewSecret(string(kind))))
	}
	r.Use(app.SecretsInMemory)
	for kind, ref := range refs { // older values stay where they are
		v, err := r.Get(t.Context(), ref)
		require.NoError(t, err)
		require.Equal(t, string(kind), v.Expose())
		_, err = places[kind].Get(t.Context(), ref)
		require.NoError(t, err)
		require.NoError(t, r.Delete(t.Context(), ref))
	}
}

func TestMemoryOfAnEarlierRun(t *testing.T) {
	r := NewRouter(map[app.SecretStoreKind]Place{app.SecretsInMemory: NewMemory()}, app.SecretsInMemory, nil)
	_, err := r.Get(t.Context(), "m:00112233445566778899aabbccddeeff")
	require.Equal(t, app.CodeSecretMissing, app.ErrorCode(err))
	require.Contains(t, err.Error(), "one run")
	_, err = r.Get(t.Context(), "k:00112233445566778899aabbccddeeff") // a place that this run does not have
	require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
}

func TestStatusIsRememberedForAWhile(t *testing.T) {
	now := time.Unix(1000, 0)
	p := &probed{Memory: NewMemory()}
	r := NewRouter(map[app.SecretStoreKind]Place{app.SecretsInKeychain: p}, app.SecretsInKeychain, func() time.Time { return now })
	ask := func() app.SecretStoreStatus { return r.Status(t.Context()) }
	require.True(t, ask().Usable)
	require.True(t, ask().Usable)
	require.Equal(t, 1, p.probes)

	now = now.Add(statusAge)
	p.err = unavailable(app.Say("Locked."), app.Say("Unlock."))
	s := ask()
	require.False(t, s.Usable)
	require.Equal(t, "Locked.", s.Problem.What.String())
	require.Equal(t, app.SecretsInKeychain, s.Kind)
	require.Equal(t, 2, p.probes)

	p.err = nil // it appears later
	now = now.Add(statusAge)
	require.True(t, ask().Usable)

	require.Error(t, r.noticed(unavailable(app.Say("Locked."), app.Text{})))
	ask()
	require.Equal(t, 4, p.probes, "a failure makes it look again")

	r.Use(app.SecretsInFile)
	s = ask()
	require.False(t, s.Usable, "a place that is not set up")
	require.Equal(t, app.SecretsInFile, s.Kind)
}

func TestStatusWaitsForOneProbe(t *testing.T) {
	r := NewRouter(nil, app.SecretsInKeychain, nil)
	r.probe <- struct{}{} // another call is at it, behind a password window
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := r.Status(ctx)
	require.False(t, s.Usable)
	require.Equal(t, app.CodeCancelled, s.Problem.Code)
}
