package recipients

import (
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"channeldesk/app"
)

// Job is what a file is checked for. It is not changed.
type Job struct {
	// Country reads numbers without country code; "" is app.DefaultCountry.
	Country string
	// Needs are what a message takes; one has KeyPhone. Columns are their places in
	// File.Columns; -1 takes Fixed, the same for everybody, by key.
	Needs   []Need
	Columns []int
	Fixed   map[string]string
	// OptedOut says who must not get it; nil for nobody.
	OptedOut func(e164 string) bool
	// Edits are cells that a person changed, by Row.Row and place in File.Columns.
	// Skip are rows that are left out and not told of.
	Edits map[int]map[int]string
	Skip  map[int]bool
	// Twice sends to a number as often as it stands in the file.
	Twice bool
	// BodyMax is how many characters the message's text may have, with BodyRest
	// that are no values; 0 for any number.
	BodyMax, BodyRest int
}

// Row is one recipient. It lives until the next one.
type Row struct {
	// Row is its number in the file as spreadsheets show it: the header is row 1.
	Row int
	// To is in E.164.
	To, Name string
	// Values are in the order of Job.Needs; the number as it is written.
	Values []string
}

// Report is what checking a file found.
type Report struct {
	Rows, Ready int
	// Problems are the first ones, at most ProblemsMax; Counts are all, by kind.
	Problems []Problem
	Counts   map[ProblemKind]int
	// Skipped are the rows that a person left out.
	Skipped int
	// First are the first recipients, for the preview.
	First []Row
	// people are the digits of each number that gets a message, once.
	people []uint64
	// more are those of further messages to people who get one already.
	more []uint64
}

// People is how many people get a message.
func (r Report) People() int { return len(r.people) }

// EachPerson calls fn with the digits of each number that gets a message, once.
func (r Report) EachPerson(fn func(digits uint64)) {
	for _, p := range r.people {
		fn(p)
	}
}

// EachMessage calls fn with the digits of the number of each message, in no certain
// order.
func (r Report) EachMessage(fn func(digits uint64)) {
	r.EachPerson(fn)
	for _, p := range r.more {
		fn(p)
	}
}

// ProblemsMax and FirstMax are how many problems and recipients a report holds.
const (
	ProblemsMax = 1000
	FirstMax    = 200
)

// Wrong is how many rows have a problem.
func (r Report) Wrong() int {
	n := 0
	for _, c := range r.Counts {
		n += c
	}
	return n
}

// Check reads the whole file. progress is told now and then how many bytes of the
// file were read and how many rows; it may be nil. An error says that the file
// cannot be read; rows with problems are no error.
func Check(ctx context.Context, f *File, job Job, progress func(bytes int64, rows int)) (Report, error) {
	r := Report{Counts: map[ProblemKind]int{}}
	err := f.walk(ctx, job, progress, func(row Row, again bool, p *Problem, _ []string) error {
		r.Rows++
		switch {
		case p != nil && p.Kind == "":
			r.Skipped++
		case p != nil:
			if r.Counts[p.Kind]++; len(r.Problems) < ProblemsMax {
				r.Problems = append(r.Problems, *p)
			}
		default:
			if again {
				r.more = append(r.more, Digits(row.To))
			} else {
				r.people = append(r.people, Digits(row.To))
			}
			if r.Ready++; len(r.First) < FirstMax {
				row.Values = append([]string(nil), row.Values...)
				r.First = append(r.First, row)
			}
		}
		return nil
	})
	return r, err
}

// Each calls fn for every recipient without a problem, in order.
func Each(ctx context.Context, f *File, job Job, fn func(Row) error) error {
	return f.walk(ctx, job, nil, func(row Row, _ bool, p *Problem, _ []string) error {
		if p != nil {
			return nil
		}
		return fn(row)
	})
}

// walk reads and checks all rows. again is true for a number that stood there
// before. A problem without kind is a row that a person left out.
func (f *File) walk(ctx context.Context, job Job, progress func(int64, int), fn func(row Row, again bool, p *Problem, fields []string) error) error {
	if len(job.Columns) != len(job.Needs) {
		return app.NewError(app.CodeInternal, app.Say("The columns do not belong to this template."))
	}
	s, err := f.scan()
	if err != nil {
		return err
	}
	defer s.close()
	c := checker{f: f, s: s, job: job, seen: map[uint64]int32{}, row: Row{Values: make([]string, len(job.Needs))}}
	for {
		fields, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if s.below%1024 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if progress != nil {
				progress(s.counted.n, s.below)
			}
		}
		if blank(fields) {
			s.below--
			continue
		}
		p := c.check(s.row, fields)
		if p != nil {
			p.Line = s.line(0)
		}
		if err := fn(c.row, c.again, p, fields); err != nil {
			return err
		}
	}
	if progress != nil {
		progress(s.counted.n, s.below)
	}
	return ctx.Err()
}

// blank rows are left at the end of files by spreadsheet programs.
func blank(fields []string) bool {
	for _, v := range fields {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return true
}

// checker holds what is known of the rows before.
type checker struct {
	f    *File
	s    *scanner
	job  Job
	seen map[uint64]int32 // number by its digits: the row in which it stood first
	row  Row
	// again is true when the number of the row got a message before.
	again bool
}

// check fills c.row, and gives what is wrong with it.
func (c *checker) check(row int, fields []string) *Problem {
	c.row.Row, c.row.To, c.row.Name, c.again = row, "", "", false
	phone := 0
	for i, n := range c.job.Needs {
		c.row.Values[i] = c.value(row, i, fields)
		switch n.Key {
		case KeyPhone:
			phone = i
		case KeyName:
			c.row.Name = c.row.Values[i]
		}
	}
	if c.job.Skip[row] {
		return c.problem("", phone, 0)
	}
	if p := c.openQuote(fields, false); p != nil {
		return p
	}
	p := c.rest(row, phone, fields)
	if p != nil && p.Kind.Serious() {
		if quote := c.openQuote(fields, true); quote != nil {
			return quote
		}
	}
	return p
}

// rest checks a row whose values were read.
func (c *checker) rest(row, phone int, fields []string) *Problem {
	if over := c.tooMany(fields); over > 0 {
		return c.problem(ManyCells, -1, over)
	}
	to, kind, digits := readNumber(c.row.Values[phone], c.job.Country)
	if kind != "" {
		return c.problem(kind, phone, digits)
	}
	c.row.To = to
	if p := c.values(); p != nil {
		return p
	}
	if c.job.OptedOut != nil && c.job.OptedOut(to) {
		return c.problem(OptedOut, phone, 0)
	}
	first, ok := c.seen[Digits(to)]
	switch {
	case ok && !c.job.Twice:
		return c.problem(Twice, phone, int(first))
	case !ok:
		c.seen[Digits(to)] = int32(row) //nolint:gosec // no file has so many rows
	}
	c.again = ok
	return nil
}

// values checks everything but the number.
func (c *checker) values() *Problem {
	body := c.job.BodyRest
	for i, n := range c.job.Needs {
		v := c.row.Values[i]
		if n.Key == KeyPhone {
			continue
		}
		if v == "" && n.Optional {
			continue
		}
		if v == "" {
			return c.problem(Empty, i, 0)
		}
		if kind := wrong(v); kind != "" {
			return c.problem(kind, i, 0)
		}
		if n.Link && !strings.HasPrefix(v, "https://") {
			return c.problem(NoLink, i, 0)
		}
		if n.Max == 0 && !n.InBody {
			continue
		}
		long := utf8.RuneCountInString(v)
		if n.Max > 0 && long > n.Max {
			return c.problem(TooMuch, i, n.Max)
		}
		if n.InBody {
			if body += long; c.job.BodyMax > 0 && body > c.job.BodyMax {
				return c.problem(TooMuch, i, max(long-(body-c.job.BodyMax), 0))
			}
		}
	}
	return nil
}

// value is what a need takes from a row: an edited cell, the file's, or the value
// for everybody.
func (c *checker) value(row, need int, fields []string) string {
	at := c.job.Columns[need]
	if at < 0 || at >= len(c.f.Columns) {
		return c.job.Fixed[c.job.Needs[need].Key]
	}
	if v, ok := c.job.Edits[row][at]; ok {
		return cleanCell(v)
	}
	if i := c.f.Columns[at].Index; i < len(fields) {
		return cleanCell(fields[i])
	}
	return ""
}

// tooMany is how many cells with a value lie behind the last column.
func (c *checker) tooMany(fields []string) int {
	last := c.f.Columns[len(c.f.Columns)-1].Index + 1
	for i := len(fields); i > last; i-- {
		if strings.TrimSpace(fields[i-1]) != "" {
			return i - last
		}
	}
	return 0
}

func (c *checker) problem(kind ProblemKind, need, n int) *Problem {
	p := &Problem{Row: c.row.Row, Kind: kind, Name: c.row.Name, Need: need, Column: -1}
	label := ""
	for i, x := range c.job.Needs {
		if x.Key == KeyPhone {
			p.Phone = c.row.Values[i]
		}
	}
	if need >= 0 {
		p.Column, label, p.Value = c.job.Columns[need], c.job.Needs[need].Label, c.row.Values[need]
	}
	if kind != "" {
		p.What = say(kind, label, n)
	}
	return p
}

// Digits makes one number of the at most fifteen digits of an E.164 number.
func Digits(e164 string) (n uint64) {
	for i := 1; i < len(e164); i++ {
		n = n*10 + uint64(e164[i]-'0')
	}
	return n
}
