// Package exampletest runs the examples of the notification API, each in its own
// language, for tests.
package exampletest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app/apikey"
)

// tools are the programs that run an example, each step with FILE in place of
// the file. A language has more than one where there are several.
var tools = map[apikey.Language][][]string{
	apikey.CURL:       {{"curl", "sh FILE"}},
	apikey.JavaScript: {{"node", "node FILE"}},
	apikey.Python:     {{"python3", "python3 FILE"}},
	apikey.Go:         {{"go", "go run FILE"}},
	apikey.PHP:        {{"php", "php FILE"}},
	apikey.Java:       {{"java", "java -XX:TieredStopAtLevel=1 FILE"}},
	apikey.CSharp:     {{"mcs", "mcs -nologo -r:System.Net.Http.dll -out:FILE.exe FILE", "mono FILE.exe"}, {"dotnet", "dotnet run FILE"}},
	apikey.Ruby:       {{"ruby", "ruby FILE"}},
}

// Commands are the steps that run an example here; nil when nothing can.
func Commands(l apikey.Language) []string {
	for _, t := range tools[l] {
		if _, err := exec.LookPath(t[0]); err == nil {
			return t[1:]
		}
	}
	return nil
}

// Run runs a program and gives what it printed and whether it ended well.
func Run(t *testing.T, commands []string, file, code string, env ...string) (out string, ok bool) {
	t.Helper()
	path := filepath.Join(t.TempDir(), file)
	require.NoError(t, os.WriteFile(path, []byte(code), 0o600))
	for i, command := range commands {
		words := strings.Fields(strings.ReplaceAll(command, "FILE", path))
		cmd := exec.CommandContext(t.Context(), words[0], words[1:]...) //nolint:gosec // the commands are those above
		cmd.Dir = filepath.Dir(path)
		cmd.Env = append(quietEnvironment(), env...)
		b, err := cmd.CombinedOutput()
		out = string(b)
		if i < len(commands)-1 {
			require.NoError(t, err, out)
		}
		ok = err == nil
	}
	return out, ok
}

// quietEnvironment is that of the test without what sends requests elsewhere, and
// with the plainest language.
func quietEnvironment() (env []string) {
	for _, e := range os.Environ() {
		name, _, _ := strings.Cut(strings.ToLower(e), "=")
		if !strings.HasSuffix(name, "_proxy") && !strings.HasPrefix(name, "lc_") && name != "lang" && name != strings.ToLower(apikey.KeyVariable) {
			env = append(env, e)
		}
	}
	return append(env, "LC_ALL=C")
}

// Program is what a language needs to run, for saying what is missing.
func Program(l apikey.Language) string { return tools[l][0][0] }
