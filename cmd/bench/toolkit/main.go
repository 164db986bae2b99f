// Command toolkit writes a copy of the toolkit that notes how long the thread of the
// window works (cmd/bench/uiwatch), and a copy of go.mod that builds with it. It fails
// when the two files that it changes are not as they were, so that a new version of
// the toolkit is looked at.
//
//	go run ./cmd/bench/toolkit -out build/tools/watched-toolkit
//	go build -modfile build/tools/watched-toolkit/go.mod ./cmd/channeldesk
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// change is what is written in the place of something in a file.
type change struct {
	what  *regexp.Regexp
	by    string
	times int // how often it is there; 0 for often
}

const watchImport = "import (\n\t\"channeldesk/cmd/bench/uiwatch\"\n"

func fixed(s string) *regexp.Regexp { return regexp.MustCompile(regexp.QuoteMeta(s)) }

var changes = map[string][]change{
	"internal/driver/glfw/loop.go": {
		{fixed("import (\n"), watchImport, 1},
		{fixed("\t\t\tf.f()\n\t\t\tif f.done != nil"), "\t\t\tuiwatch.Begin()\n\t\t\tf.f()\n\t\t\tuiwatch.End()\n\t\t\tif f.done != nil", 1},
		{fixed("\t\t\td.pollEvents()\n"), "\t\t\tuiwatch.Begin()\n\t\t\td.pollEvents()\n", 1},
		{fixed("\t\t\td.drawSingleFrame()\n"), "\t\t\td.drawSingleFrame()\n\t\t\tuiwatch.End()\n", 1},
		{fixed("\t\tview.SwapBuffers()\n"), "\t\tuiwatch.Painted()\n\t\tswap := uiwatch.Now()\n\t\tview.SwapBuffers()\n\t\tuiwatch.GL(swap)\n", 1},
	},
	"internal/painter/gl/gl_core.go": {
		{fixed("import (\n"), watchImport, 1},
		{regexp.MustCompile(`(?m)^(func \(c \*coreContext\) \w+\(.*\{)$`), "$1\n\tdefer uiwatch.GL(uiwatch.Now())", 0},
	},
}

func main() {
	out := flag.String("out", "build/tools/watched-toolkit", "where it is written")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "toolkit:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	found, err := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", "fyne.io/fyne/v2").Output()
	if err != nil {
		return fmt.Errorf("find the toolkit: %w", err)
	}
	version, from, _ := strings.Cut(strings.TrimSpace(string(found)), " ")
	if out, err = filepath.Abs(out); err != nil {
		return err
	}
	if err := copied(from, filepath.Join(out, version)); err != nil {
		return err
	}
	for name, list := range changes {
		data, err := os.ReadFile(filepath.Join(from, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		text, err := changed(string(data), list)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := replaced(filepath.Join(out, version, filepath.FromSlash(name)), []byte(text)); err != nil {
			return err
		}
	}
	return modules(out, "\nreplace fyne.io/fyne/v2 => "+filepath.Join(out, version)+"\n")
}

// copied copies the files of a module, without those of its tests.
func copied(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	part := to + ".part"
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && name != "."):
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(part, name), 0o750)
		case strings.HasSuffix(name, "_test.go"):
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(part, name), data, 0o600)
	})
	if err != nil {
		return err
	}
	return os.Rename(part, to)
}

// replaced writes a file unless it holds this already, which keeps what was compiled.
func replaced(path string, data []byte) error {
	if was, err := os.ReadFile(path); err == nil && bytes.Equal(was, data) {
		return nil
	}
	return os.WriteFile(path, data, 0o600)
}

// modules writes go.mod and go.sum with one line more.
func modules(out, more string) error {
	for name, add := range map[string]string{"go.mod": more, "go.sum": ""} {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := replaced(filepath.Join(out, name), append(data, add...)); err != nil {
			return err
		}
	}
	return nil
}

func changed(text string, list []change) (string, error) {
	for _, c := range list {
		n := len(c.what.FindAllStringIndex(text, -1))
		if n == 0 || c.times > 0 && n != c.times {
			return "", errors.New("it is not as it was, so it cannot be watched: " + c.what.String())
		}
		text = c.what.ReplaceAllString(text, c.by)
	}
	return text, nil
}
