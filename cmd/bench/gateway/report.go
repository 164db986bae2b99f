//go:build linux

package main

import (
	"fmt"
	"slices"
)

// The limits.
const (
	leastWebhooks = 0.5
	mostP99       = 2.0
	leastSlow     = 0.9
	leastFast     = 0.4
	mostGrowth    = 1.3
	mostIdle      = 10.0 // milliseconds a second: 1 % of a core
)

// row is one line of the report.
type row struct {
	what         string
	value, limit float64
	least        bool   // the limit is a least
	beside       string // how the value came about
}

func (r row) holds() bool {
	if r.least {
		return r.value >= r.limit
	}
	return r.value <= r.limit
}

func (r row) String() string {
	kind, verdict := "at most ", "holds"
	if r.least {
		kind = "at least"
	}
	if !r.holds() {
		verdict = "PASSED THE LIMIT"
	}
	return fmt.Sprintf("%-44s %7.2f  %s %5.2f  %-16s %s", r.what, r.value, kind, r.limit, verdict, r.beside)
}

type report []row

// print writes the table and tells whether all limits hold.
func (r report) print() bool {
	fmt.Println()
	good := true
	for _, row := range r {
		fmt.Println(row)
		good = good && row.holds()
	}
	return good
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// spread is a median with its least and greatest.
func spread(format string, values []float64) string {
	return fmt.Sprintf(format+" ("+format+"-"+format+")", median(values), slices.Min(values), slices.Max(values))
}

// each divides the first by the second, round by round.
func each(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] / b[i]
	}
	return out
}
