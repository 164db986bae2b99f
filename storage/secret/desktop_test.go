//go:build linux

package secret

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/storage/storagetest"

	"github.com/stretchr/testify/require"
)

// The real keychain is met on desktops made by .ci/desktop, one for each
// situation: the test program starts itself again inside. Nothing touches the
// keychain of the person who runs the tests.
const envSituation = "CHANNELDESK_TEST_SITUATION"

type situation struct {
	options []string // of .ci/desktop
	without []string // environment names taken away
	test    func(*testing.T)
}

var situations = map[string]situation{
	"unlocked":         {test: realKeychain},
	"locked":           {options: []string{"--secrets", "locked"}, test: refuses("The keychain is locked")},
	"empty":            {options: []string{"--secrets", "empty"}, test: refuses("no collection")},
	"no service":       {options: []string{"--secrets", "none"}, test: refuses("No keychain service")},
	"appears later":    {options: []string{"--secrets", "none"}, test: appearsLater},
	"no bus":           {options: []string{"--no-bus"}, test: refuses("no session bus")},
	"no bus address":   {options: []string{"--no-bus"}, without: []string{"DBUS_SESSION_BUS_ADDRESS"}, test: noBusAddress},
	"bus of the login": {without: []string{"DBUS_SESSION_BUS_ADDRESS"}, test: realKeychain},
	"password window":  {options: []string{"--secrets", "locked", "--prompts"}, test: passwordWindow},
}

// TestKeychainOnADesktop needs what .ci/desktop needs. It runs when a desktop
// was made for the tests, as "make test" does, or with -tags desktop; then a
// desktop or keychain that does not work is a failure.
func TestKeychainOnADesktop(t *testing.T) {
	if os.Getenv(envSituation) != "" {
		return // this is the program inside
	}
	if !desktopTag && os.Getenv("CHANNELDESK_DESKTOP") == "" && os.Getenv("CHANNELDESK_TEST_DESKTOP") != "1" {
		t.Skip("needs a test desktop: use make test, or -tags desktop")
	}
	desktop, err := filepath.Abs("../../.ci/desktop")
	require.NoError(t, err)
	for name, s := range situations {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--no-wm", "--timeout", "120"}, s.options...)
			args = append(args, "--", "env")
			for _, v := range s.without {
				args = append(args, "-u", v)
			}
			args = append(args, os.Args[0], "-test.run=^TestInSituation$", "-test.v")
			cmd := exec.Command(desktop, args...)
			cmd.Env = append(os.Environ(), envSituation+"="+name)
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			require.Contains(t, string(out), "--- PASS: TestInSituation")
		})
	}
}

// TestInSituation is what runs inside.
func TestInSituation(t *testing.T) {
	if name := os.Getenv(envSituation); name != "" {
		situations[name].test(t)
	}
}

func realRouter(timeout time.Duration) *Router {
	return NewRouter(map[app.SecretStoreKind]Place{app.SecretsInKeychain: NewKeychain("test", timeout)}, app.SecretsInKeychain, nil)
}

func realKeychain(t *testing.T) {
	storagetest.RunSecrets(t, func(*testing.T) app.SecretStore { return realRouter(0) })
	r := realRouter(0)
	ref := r.NewRef()
	require.NoError(t, r.Put(t.Context(), ref, app.NewSecret("kept")))
	v, err := realRouter(0).Get(t.Context(), ref)
	require.NoError(t, err)
	require.Equal(t, "kept", v.Expose())
}

const unshown = "EAAG-do-not-show-me"

// refuses demands a plain sentence from each call.
func refuses(words string) func(*testing.T) {
	return func(t *testing.T) {
		r := realRouter(0)
		_, gerr := r.Get(t.Context(), r.NewRef())
		for op, err := range map[string]error{
			"get": gerr, "put": r.Put(t.Context(), r.NewRef(), app.NewSecret(unshown)), "delete": r.Delete(t.Context(), r.NewRef()),
		} {
			require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err), "%s: %v", op, err)
			e := app.AsError(err)
			require.Contains(t, e.What.String(), words, "%s: %v", op, e.Unwrap())
			require.NotEmpty(t, e.Fix.String())
			require.NotContains(t, logged(err), unshown)
		}
		s := r.Status(t.Context())
		require.False(t, s.Usable)
		require.Contains(t, s.Problem.What.String(), words)
	}
}

// noBusAddress also demands that no bus is started by force.
func noBusAddress(t *testing.T) {
	dir := t.TempDir()
	mark := filepath.Join(dir, "started")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte("#!/bin/sh\ntouch '"+mark+"'\n"), 0o700))
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	refuses("no session bus")(t)
	require.NoFileExists(t, mark)
}

// appearsLater: the program goes on when a keychain comes, without a new start.
func appearsLater(t *testing.T) {
	refuses("No keychain service")(t)
	keeper := exec.Command("gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock")
	keeper.Stdin = strings.NewReader("desktop")
	require.NoError(t, keeper.Start())
	defer func() { _ = keeper.Process.Kill(); _ = keeper.Wait() }()
	k := NewKeychain("test", 0)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for k.Probe(ctx) != nil {
		require.NoError(t, ctx.Err(), "the keychain that came was not noticed")
	}
	require.NoError(t, k.Put(t.Context(), "k:1", app.NewSecret("v")))
}

// passwordWindow: a call ends in time, or with its context, though nobody
// answers the window.
func passwordWindow(t *testing.T) {
	r := realRouter(2 * time.Second)
	err := r.Put(t.Context(), r.NewRef(), app.NewSecret(unshown))
	require.Equal(t, app.CodeSecretsUnavailable, app.ErrorCode(err))
	require.Contains(t, err.Error(), "did not answer in time")
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err = realRouter(0).Get(ctx, r.NewRef())
	require.Equal(t, app.CodeCancelled, app.ErrorCode(err))
}
