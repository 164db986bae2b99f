// Command testreport turns the stream of "go test -json" into what a person, or
// a build server, wants to read: go test's own line for every package, the full
// output of what failed, every skipped test with its reason, and as the last line
// how many passed and failed.
//
//	go test -json ./... | testreport
//
// It exits with 1 when anything failed, a package that did not build or whose
// tests stopped half-way included.
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	report := newReport(out)
	err := report.read(os.Stdin)
	if err != nil {
		fmt.Fprintln(out, "testreport:", err)
	}
	failed := report.finish()
	if flushErr := out.Flush(); flushErr != nil || err != nil || failed {
		os.Exit(1)
	}
}
