package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is one line of "go test -json" (see "go doc test2json").
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	FailedBuild string
}

// testKey names one test of one package; Test is empty for the package itself.
type testKey struct{ pkg, test string }

// report counts and prints while events come in. Not safe for concurrent use.
type report struct {
	out                     *bufio.Writer
	output                  map[testKey][]string // what was printed by what is not finished yet
	running                 map[string][]string  // per package: tests begun and not finished, in order
	builds                  map[string][]string  // per import path: what the compiler said
	failedIn                map[string]int       // per package: failed tests
	passed, failed, skipped int
}

func newReport(out *bufio.Writer) *report {
	return &report{
		out:      out,
		output:   map[testKey][]string{},
		running:  map[string][]string{},
		builds:   map[string][]string{},
		failedIn: map[string]int{},
	}
}

// read takes events until the stream ends. Lines that are not JSON, such as
// what the go command says about downloads, are printed as they are.
func (r *report) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			var e event
			if strings.HasPrefix(line, "{") && json.Unmarshal([]byte(line), &e) == nil && e.Action != "" {
				r.take(e)
			} else {
				r.print(line)
				_ = r.out.Flush() // progress; an error shows again at the end
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read test events: %w", err)
		}
	}
}

func (r *report) take(e event) {
	key := testKey{e.Package, e.Test}
	switch e.Action {
	case "run":
		r.running[e.Package] = append(r.running[e.Package], e.Test)
	case "output":
		r.output[key] = append(r.output[key], e.Output)
	case "build-output":
		r.builds[e.ImportPath] = append(r.builds[e.ImportPath], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e)
		} else {
			r.endTest(key, e.Action)
		}
	}
}

func (r *report) endTest(key testKey, action string) {
	switch action {
	case "pass":
		r.passed++
	case "fail":
		r.failed++
		r.failedIn[key.pkg]++
		r.printOutput(key)
	case "skip":
		r.skipped++
		r.printOutput(key)
	}
	r.forget(key)
}

func (r *report) endPackage(e event) {
	if e.Action == "fail" {
		// Tests that began and never ended: a panic, os.Exit or the time limit.
		for _, test := range slices.Clone(r.running[e.Package]) {
			r.endTest(testKey{e.Package, test}, "fail")
		}
		for _, line := range r.builds[e.FailedBuild] {
			r.print(line)
		}
		if r.failedIn[e.Package] == 0 {
			r.failed++ // the package itself: it did not build, or broke outside of a test
		}
	}
	r.printOutput(testKey{e.Package, ""})
	r.forget(testKey{e.Package, ""})
	_ = r.out.Flush() // progress; an error shows again at the end
}

// printOutput prints what a test or package wrote, without the lines that only
// say that a test began or that all went well.
func (r *report) printOutput(key testKey) {
	for _, line := range r.output[key] {
		trimmed := strings.TrimSpace(line)
		if trimmed == "PASS" || strings.HasPrefix(trimmed, "=== ") {
			continue
		}
		r.print(line)
	}
}

func (r *report) forget(key testKey) {
	delete(r.output, key)
	r.running[key.pkg] = slices.DeleteFunc(r.running[key.pkg], func(t string) bool { return t == key.test })
}

func (r *report) print(line string) {
	_, _ = r.out.WriteString(line) // a bufio.Writer keeps its first error for Flush
	if !strings.HasSuffix(line, "\n") {
		_ = r.out.WriteByte('\n')
	}
}

// finish prints the last line and says whether anything failed. A stream in
// which a package began and never ended counts as failed.
func (r *report) finish() bool {
	for pkg, tests := range r.running {
		for _, test := range slices.Clone(tests) {
			r.print("--- FAIL: " + pkg + "." + test + " (did not end)")
			r.endTest(testKey{pkg, test}, "fail")
		}
	}
	line := fmt.Sprintf("%d passed, %d failed", r.passed, r.failed)
	if r.skipped > 0 {
		line = fmt.Sprintf("%d skipped, see above\n%s", r.skipped, line)
	}
	r.print(line)
	return r.failed > 0
}
