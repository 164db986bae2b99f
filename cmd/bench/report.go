//go:build linux

package main

import (
	"fmt"
	"slices"
)

// The limits beside the bare window, and that of the program on disk.
const (
	mostFirst  = 2.0
	mostMemory = 1.5
	mostIdle   = 1.2
	mostSize   = 60.0
)

// median of one figure over all rounds.
func median(seen []measured, of func(measured) float64) float64 {
	values := make([]float64, 0, len(seen))
	for _, m := range seen {
		values = append(values, of(m))
	}
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}

// most of one figure over all rounds: what must be nothing must be so each time.
func most(seen []measured, of func(measured) float64) (worst float64) {
	for _, m := range seen {
		worst = max(worst, of(m))
	}
	return worst
}

// row is one line of the table.
type row struct {
	what   string
	value  float64
	beside float64 // the bare window's figure; 0 when there is nothing to compare
	limit  float64 // times beside, or the figure itself
}

func (r row) holds() bool {
	if r.beside > 0 {
		return r.value <= r.limit*r.beside
	}
	return r.value <= r.limit
}

func (r row) String() string {
	verdict := "holds"
	if !r.holds() {
		verdict = "PASSED THE LIMIT"
	}
	if r.beside > 0 {
		return fmt.Sprintf("%-46s %9.2f  bare %8.2f  %5.2fx of at most %.1fx  %s", r.what, r.value, r.beside, r.value/r.beside, r.limit, verdict)
	}
	return fmt.Sprintf("%-46s %9.2f  at most %.0f  %s", r.what, r.value, r.limit, verdict)
}

// report prints the medians beside the limits and tells whether all hold. The
// first subject is the bare window.
func report(subjects []*subject, size float64) bool {
	first := func(m measured) float64 { return m.first }
	memory, how := memoryOf(subjects)
	idle := func(m measured) float64 { return m.idle }
	bare := subjects[0].seen
	var rows []row
	for _, s := range subjects[1:] {
		rows = append(rows,
			row{s.name + ": first picture, ms", median(s.seen, first), median(bare, first), mostFirst},
			row{s.name + ": memory (" + how + ") after 5 s, MiB", median(s.seen, memory), median(bare, memory), mostMemory},
			row{s.name + ": idle processor, ms/s", median(s.seen, idle), median(bare, idle), mostIdle},
			row{s.name + ": drawn while idle", most(s.seen, func(m measured) float64 { return m.frames }), 0, 0},
			row{s.name + ": data folder touched while idle", most(s.seen, func(m measured) float64 { return m.touched }), 0, 0},
		)
	}
	rows = append(rows, row{"stripped program, MB", size, 0, mostSize})
	good := true
	fmt.Println()
	for _, r := range rows {
		fmt.Println(r)
		good = good && r.holds()
	}
	return good
}

// memoryOf chooses the measure of memory: the proportional one, unless other
// programs shared the drawing libraries while it was taken. Then it would tell
// more of them than of ours, and the resident one is compared.
func memoryOf(subjects []*subject) (of func(measured) float64, how string) {
	for _, s := range subjects {
		if most(s.seen, func(m measured) float64 { return float64(m.sharing) }) > 0 {
			fmt.Println("\nOther programs drew on this computer meanwhile and shared the libraries, so resident memory is compared.")
			return func(m measured) float64 { return m.whole }, "RSS"
		}
	}
	return func(m measured) float64 { return m.memory }, "PSS"
}
