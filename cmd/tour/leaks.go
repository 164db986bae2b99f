//go:build linux

package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// noSecretAnywhere looks for every secret of the tour in everything that the
// program wrote: data folder, log, crash file, preferences, and its arguments and
// environment. Only the keychain's own files may hold them.
func noSecretAnywhere(g *guide) {
	secrets := g.everySecret()
	if len(secrets) < 40 {
		g.fail("only %d secrets are known, there should be more to look for", len(secrets))
	}
	proc := fmt.Sprintf("/proc/%d", g.Cmd.Process.Pid)
	files := []string{filepath.Join(proc, "cmdline"), filepath.Join(proc, "environ")}
	home, err := os.UserHomeDir()
	g.must(err)
	bytesRead := 0
	for _, root := range []string{g.data, filepath.Join(g.work, "scripted"), home} {
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

// everySecret gives the samples of all simulated providers, the webhook secrets
// of both environments, and what the tour kept on its way.
func (g *guide) everySecret() map[string]string {
	p := g.providers()
	for what, values := range map[string][]string{"Meta": p.Meta.Secrets(), "Qontak": p.Qontak.Secrets(), "Coster": p.Coster.Secrets()} {
		for _, v := range values {
			if len(v) >= 16 {
				g.keep("a sample secret of "+what, v)
			}
		}
	}
	for _, env := range []string{"draft", "published"} {
		g.webhookSecret(env)
	}
	return g.secrets
}
