package storagetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// RunSecrets proves that a secret store keeps the contract of app.SecretStore.
// open gives one that works, whose values nobody else uses.
func RunSecrets(t *testing.T, open func(t *testing.T) app.SecretStore) {
	for name, test := range map[string]func(*testing.T, app.SecretStore){
		"values come back":      valuesComeBack,
		"missing":               missingValue,
		"references":            references,
		"status":                status,
		"cancelled":             cancelledCall,
		"many at the same time": manyAtOnce,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func valuesComeBack(t *testing.T, s app.SecretStore) {
	for name, value := range map[string]string{
		"empty": "", "short": "x", "token": "EAAG" + strings.Repeat("aB3", 70), "spaces": "  a b\t\n",
		"letters": strings.Repeat("é€東😀", 700), "long": strings.Repeat("0123456789", 2000), "bytes": "\x00\xff\xfe" + strings.Repeat("\x80", 3000),
		"like a head": "=t1", "like parts": "+3:abc", "limit": strings.Repeat("k", 2047), "limit and one": strings.Repeat("k", 2048),
	} {
		t.Run(name, func(t *testing.T) {
			ref := s.NewRef()
			require.NoError(t, s.Put(t.Context(), ref, app.NewSecret(value)))
			got, err := s.Get(t.Context(), ref)
			require.NoError(t, err)
			require.True(t, got.Expose() == value, "another value came back") // never print values
			require.NoError(t, s.Delete(t.Context(), ref))
			_, err = s.Get(t.Context(), ref)
			RequireCode(t, app.CodeSecretMissing, err)
		})
	}
}

func missingValue(t *testing.T, s app.SecretStore) {
	ref := s.NewRef()
	_, err := s.Get(t.Context(), ref)
	e := RequireCode(t, app.CodeSecretMissing, err)
	require.NotEmpty(t, e.Fix.String())
	require.NoError(t, s.Delete(t.Context(), ref), "deleting what is not there is fine")
	_, err = s.Get(t.Context(), "z:unknown")
	RequireCode(t, app.CodeSecretMissing, err)
	_, err = s.Get(t.Context(), "")
	RequireCode(t, app.CodeSecretMissing, err)
}

func references(t *testing.T, s app.SecretStore) {
	seen := map[app.SecretRef]bool{}
	for range 1000 {
		ref := s.NewRef()
		require.Regexp(t, `^[a-z]:[0-9a-f]{32}$`, string(ref))
		require.False(t, seen[ref])
		seen[ref] = true
	}
}

func status(t *testing.T, s app.SecretStore) {
	for range 2 {
		st := s.Status(t.Context())
		require.True(t, st.Usable, "%v", st.Problem)
		require.Nil(t, st.Problem)
		require.NotEmpty(t, st.Kind)
	}
}

func cancelledCall(t *testing.T, s app.SecretStore) {
	if s.Status(t.Context()).Kind == app.SecretsInMemory {
		return // never waits
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Get(ctx, s.NewRef())
	require.Equal(t, app.CodeCancelled, app.ErrorCode(err))
	require.Equal(t, app.CodeCancelled, app.ErrorCode(s.Put(ctx, s.NewRef(), app.NewSecret("x"))))
}

func manyAtOnce(t *testing.T, s app.SecretStore) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 5 {
				ref, value := s.NewRef(), fmt.Sprintf("value %d/%d", i, j)
				if !assert.NoError(t, s.Put(t.Context(), ref, app.NewSecret(value))) {
					return
				}
				got, err := s.Get(t.Context(), ref)
				assert.NoError(t, err)
				assert.Equal(t, value, got.Expose())
				assert.NoError(t, s.Delete(t.Context(), ref))
			}
		})
	}
	wg.Wait()
}
