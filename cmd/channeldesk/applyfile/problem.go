package applyfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in the file; both count from 1, the column in characters.
type Pos struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Problem is one thing that is wrong with a file.
type Problem struct {
	Pos
	// Message is one sentence, or two when the second says what to do.
	Message string `json:"message"`
}

// Problems is the error of a file that cannot be applied.
type Problems struct {
	// File is the name as it was given, or "standard input".
	File string
	List []Problem
}

// Error gives one line for each problem: FILE:LINE:COLUMN: sentence.
func (p *Problems) Error() string {
	lines := make([]string, len(p.List))
	for i, one := range p.List {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", p.File, one.Line, one.Column, one.Message)
	}
	return strings.Join(lines, "\n")
}

// Add notes a problem.
func (p *Problems) Add(at Pos, format string, args ...any) {
	p.List = append(p.List, Problem{Pos: at, Message: fmt.Sprintf(format, args...)})
}

// Err gives the problems in the order of the file, or nil when there are none.
func (p *Problems) Err() error {
	if len(p.List) == 0 {
		return nil
	}
	slices.SortStableFunc(p.List, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	p.List = slices.Compact(p.List)
	return p
}
