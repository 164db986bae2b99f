package secret

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/storage/storagetest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const phrase = "correct horse battery"

func pass(text string) func(context.Context) (app.Secret, error) {
	return func(context.Context) (app.Secret, error) { return app.NewSecret(text), nil }
}

// quick is a store with a key that is opened quickly.
func quick(dir string, passphrase func(context.Context) (app.Secret, error)) *File {
	f := NewFile(dir, passphrase)
	f.work = 4
	return f
}

func TestFileContract(t *testing.T) {
	storagetest.RunSecrets(t, func(t *testing.T) app.SecretStore {
		return NewRouter(map[app.SecretStoreKind]Place{app.SecretsInFile: quick(t.TempDir(), pass(phrase))}, app.SecretsInFile, nil)
	})
}

func TestFileAcrossRuns(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, quick(dir, pass(phrase)).Put(t.Context(), "f:1", app.NewSecret("v1")))
	asked := 0
	f := quick(dir, func(context.Context) (app.Secret, error) { asked++; return app.NewSecret(phrase), nil })
	for range 3 {
		v, err := f.Get(t.Context(), "f:1")
		require.NoError(t, err)
		require.Equal(t, "v1", v.Expose())
	}
	require.Equal(t, 1, asked, "the passphrase is asked once in a run")

	other := quick(dir, pass(phrase)) // another process
	require.NoError(t, other.Put(t.Context(), "f:2", app.NewSecret("v2")))
	v, err := f.Get(t.Context(), "f:2")
	require.NoError(t, err)
	require.Equal(t, "v2", v.Expose())
}

func unavailableFor(t *testing.T, f *File, words string) {
	t.Helper()
	_, err := f.Get(t.Context(), "f:1")
	require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err), "%v", err)
	e := app.AsError(err)
	require.Contains(t, e.What.String(), words)
	require.NotEmpty(t, e.Fix.String())
	require.NotContains(t, logged(err), phrase)
}

func TestWrongPassphrase(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, quick(dir, pass(phrase)).Put(t.Context(), "f:1", app.NewSecret("v1")))
	answers := []string{"wrong " + phrase, "", phrase}
	f := quick(dir, func(context.Context) (app.Secret, error) {
		a := answers[0]
		answers = answers[1:]
		return app.NewSecret(a), nil
	})
	unavailableFor(t, f, "not the passphrase")
	unavailableFor(t, f, "empty")
	v, err := f.Get(t.Context(), "f:1") // asked again, answered rightly
	require.NoError(t, err)
	require.Equal(t, "v1", v.Expose())
	unavailableFor(t, quick(dir, func(context.Context) (app.Secret, error) {
		return app.Secret{}, errors.New("no such file")
	}), "There is no passphrase")
}

func TestDamagedFiles(t *testing.T) {
	for name, c := range map[string]struct {
		harm  func(dir string) error
		words string
	}{
		"values cut":     {func(d string) error { return os.Truncate(filepath.Join(d, ValuesFile), 250) }, "secrets.age is damaged"},
		"values nothing": {func(d string) error { return os.Truncate(filepath.Join(d, ValuesFile), 0) }, "secrets.age is damaged"},
		"key cut":        {func(d string) error { return os.Truncate(filepath.Join(d, KeyFile), 200) }, "secrets.key.age is damaged"},
		"key gone":       {func(d string) error { return os.Remove(filepath.Join(d, KeyFile)) }, "secrets.key.age is missing"},
		"another key": {func(d string) error {
			if err := os.Rename(filepath.Join(d, ValuesFile), filepath.Join(d, "aside")); err != nil {
				return err
			}
			return errors.Join(os.Remove(filepath.Join(d, KeyFile)),
				quick(d, pass(phrase)).Put(context.Background(), "f:2", app.NewSecret("v")),
				os.Rename(filepath.Join(d, "aside"), filepath.Join(d, ValuesFile)))
		}, "does not belong"},
		"no folder": {os.RemoveAll, "cannot be read or written"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, quick(dir, pass(phrase)).Put(t.Context(), "f:1", app.NewSecret("v1")))
			require.NoError(t, c.harm(dir))
			unavailableFor(t, quick(dir, pass(phrase)), c.words)
		})
	}
}

func TestNothingPlainOnDisk(t *testing.T) {
	dir := t.TempDir()
	const value = "EAAG0123456789abcdef"
	f := quick(dir, pass(phrase))
	require.NoError(t, f.Put(t.Context(), "f:1", app.NewSecret(value)))
	require.NoError(t, f.Probe(t.Context()))
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		require.NoError(t, err)
		if e.IsDir() {
			return nil
		}
		files++
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, plain := range []string{value, base64.StdEncoding.EncodeToString([]byte(value))[:20], phrase, "AGE-SECRET-KEY", "f:1"} {
			require.False(t, bytes.Contains(b, []byte(plain)), path)
		}
		info, err := e.Info()
		require.NoError(t, err)
		if runtime.GOOS != "windows" {
			require.EqualValues(t, 0o600, info.Mode().Perm(), path)
		}
		return nil
	}))
	require.Equal(t, 3, files)
}

func TestSeveralProcesses(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 4 { // each with a lock and a key of its own, as processes have
		f := quick(dir, pass(phrase))
		wg.Go(func() {
			for j := range 10 {
				ref := app.SecretRef(fmt.Sprintf("f:%d-%d", i, j))
				assert.NoError(t, f.Put(t.Context(), ref, app.NewSecret(string(ref))))
			}
		})
	}
	wg.Wait()
	f := quick(dir, pass(phrase))
	for i := range 4 {
		for j := range 10 {
			ref := app.SecretRef(fmt.Sprintf("f:%d-%d", i, j))
			v, err := f.Get(t.Context(), ref)
			require.NoError(t, err)
			require.Equal(t, string(ref), v.Expose())
		}
	}
}

// What the person is asked must not hold up those who give up waiting.
func TestWaitingForThePassphrase(t *testing.T) {
	typing, asked := make(chan struct{}), make(chan struct{})
	f := quick(t.TempDir(), func(context.Context) (app.Secret, error) {
		close(asked)
		<-typing
		return app.NewSecret(phrase), nil
	})
	done := make(chan error)
	go func() { done <- f.Put(context.Background(), "f:1", app.NewSecret("v")) }()
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := f.Get(ctx, "f:1")
	require.Equal(t, app.CodeCancelled, app.ErrorCode(err))
	close(typing)
	require.NoError(t, <-done)
}

func TestRealWorkFactor(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, NewFile(dir, pass(phrase)).Put(t.Context(), "f:1", app.NewSecret("v")))
	f := NewFile(dir, pass(phrase))
	start := time.Now()
	_, err := f.Get(t.Context(), "f:1")
	first := time.Since(start)
	require.NoError(t, err)
	start = time.Now()
	_, err = f.Get(t.Context(), "f:1")
	require.NoError(t, err)
	t.Logf("first %v, then %v", first, time.Since(start))
	require.Less(t, first, 10*time.Second)
}

// envPutter makes the test program a process that writes values for ever.
const envPutter = "CHANNELDESK_TEST_PUTTER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(envPutter); dir != "" {
		f := quick(dir, pass(phrase))
		for i := 0; ; i++ {
			if err := f.Put(context.Background(), app.SecretRef(fmt.Sprintf("f:%d", i%20)), app.NewSecret(strings.Repeat("v", i%5000))); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
			fmt.Print(".")
		}
	}
	os.Exit(m.Run())
}

func TestKilledWhileWriting(t *testing.T) {
	rounds := 15
	if os.Getenv("CHANNELDESK_SOAK") == "1" {
		rounds = 200
	}
	dir := t.TempDir()
	require.NoError(t, quick(dir, pass(phrase)).Put(t.Context(), "f:kept", app.NewSecret("kept")))
	for i := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), envPutter+"="+dir)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		b := make([]byte, 1)
		for range i % 7 {
			_, err := out.Read(b)
			require.NoError(t, err)
			require.Equal(t, ".", string(b))
		}
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		f := quick(dir, pass(phrase))
		v, err := f.Get(t.Context(), "f:kept")
		require.NoError(t, err)
		require.Equal(t, "kept", v.Expose())
		require.NoError(t, f.Probe(t.Context()), "and it can be written again")
	}
}
