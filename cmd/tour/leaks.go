//go:build linux

package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// noSecretAnywhere looks for every secret of the tour in everything that the
// program wrote: data folder, log, crash file, preferences, and its arguments and
// environment. Only the keychain's own files may hold them.
func noSecretAnywhere(g *guide) {
	secrets := g.everySecret()
	if len(secrets) < 8 {
		g.fail("only %d secrets are known, there should be more to look for", len(secrets))
	}
	proc := fmt.Sprintf("/proc/%d", g.cmd.Process.Pid)
	files := []string{filepath.Join(proc, "cmdline"), filepath.Join(proc, "environ")}
	home, err := os.UserHomeDir()
	g.must(err)
	bytesRead := 0
	for _, root := range []string{g.data, home} {
		files = append(files, filesBelow(root)...)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			continue // gone meanwhile, or a lock
		}
		bytesRead += len(data)
		for what, value := range secrets {
			for _, form := range forms(value) {
				if bytes.Contains(data, []byte(form)) {
					g.fail("%s stands in %s", what, name)
				}
			}
		}
	}
	fmt.Printf("   %d secrets looked for in %d files, %d kB: none found\n", len(secrets), len(files), bytesRead/1024)
}

func filesBelow(root string) (files []string) {
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // what cannot be read is not ours
		case d.IsDir() && d.Name() == "keyrings":
			return filepath.SkipDir
		case d.Type().IsRegular():
			files = append(files, path)
		}
		return nil
	})
	return files
}

// forms are the ways in which a value could stand in a file.
func forms(value string) []string {
	return []string{
		value, hex.EncodeToString([]byte(value)), url.QueryEscape(value),
		base64.StdEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value)),
	}
}

// everySecret gives the sandbox's tokens and App Secrets and the webhook secrets
// of both environments.
func (g *guide) everySecret() map[string]string {
	secrets := map[string]string{}
	ports, err := g.listening()
	g.must(err)
	client := &http.Client{Timeout: 5 * time.Second}
	for _, port := range ports {
		answer, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/_sandbox/state", port))
		if err != nil {
			continue
		}
		var state struct {
			Sample map[string]any `json:"sample"`
		}
		_ = json.NewDecoder(answer.Body).Decode(&state)
		_ = answer.Body.Close()
		for name, v := range state.Sample {
			value, _ := v.(string)
			if (strings.Contains(name, "token") || strings.Contains(name, "secret")) && len(value) >= 16 {
				secrets[name] = value
			}
		}
	}
	for _, env := range []string{"draft", "published"} {
		out, err := exec.Command(g.binary, "--data", g.data, "--agent", sampleAgent, "--env", env, "--yes", "webhook-secret", "show").Output()
		g.must(err)
		if value := strings.TrimSpace(string(out)); len(value) >= 32 {
			secrets["webhook secret of "+env] = value
		} else {
			g.fail("the webhook secret of %s was not shown", env)
		}
	}
	return secrets
}
