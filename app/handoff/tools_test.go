package handoff_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// run calls a program that the project's set-up installs.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := try(t, name, args...)
	require.NoError(t, err, "%s %s", name, strings.Join(args, " "))
	return out
}

func try(t testing.TB, name string, args ...string) (string, error) {
	t.Helper()
	path, err := exec.LookPath(name)
	require.NoErrorf(t, err, "%s is not installed. `make test` installs it with the other system packages (zbar-tools, poppler-utils).", name)
	out, err := exec.Command(path, args...).Output()
	return string(out), err
}

// file writes bytes into a file of the test.
func file(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

// scan gives what a reader finds in a picture with one code.
func scan(t testing.TB, path string) string {
	t.Helper()
	return strings.TrimSuffix(run(t, "zbarimg", "--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", path), "\n")
}

var partStart = regexp.MustCompile(`(?m)^\x{2060}?\d+/\d+\n`)

// scanAll gives what a reader finds in a picture with several codes. Texts have line
// breaks of their own, so they are parted where a part begins. (The reader's XML parts
// them too, but garbles every letter beyond the plain ones.)
func scanAll(t testing.TB, path string) []string {
	t.Helper()
	out, err := try(t, "zbarimg", "--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", path)
	const nothingFound = 4
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == nothingFound {
		return nil
	}
	require.NoError(t, err)
	var found []string
	for {
		next := len(out)
		if at := partStart.FindAllStringIndex(out, 2); len(at) == 2 {
			next = at[1][0]
		}
		found = append(found, strings.TrimSuffix(out[:next], "\n"))
		if out = out[next:]; out == "" {
			return found
		}
	}
}
